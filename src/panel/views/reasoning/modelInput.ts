// What the model got: how its window is filled, in patterns and in numbers, what was left out, the exact prompt.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import type { Run } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { codeText } from '../../ui/codeText';
import { icon } from '../../ui/icons';
import { styled } from '../../ui/styled';
import { formatCount, type Words } from '../../words';
import { sentTokens } from './sentLine';
import { spansInWords } from './spansInWords';

export function modelInput(scene: Scene, run: Run) {
  const { words, language } = scene;
  const { budget } = run;
  const sent = sentTokens(run);
  if (!budget || !sent) return nothing;
  const count = (tokens: number) => formatCount(tokens, language);
  const free = Math.max(0, budget.window - sent.tokens - budget.answer);
  const parts = [
    ['p1', words.instructions, budget.instructions],
    ['p2', words.yourCode, budget.code],
    ['p3', words.surroundings, budget.surroundings],
    ...(budget.definitions === undefined ? [] : ([['p7', words.definitions, budget.definitions]] as const)),
    ['p4', words.question, budget.question],
    ['p5', words.keptForAnswer, budget.answer],
    ['p6', words.free, free],
  ] as const;
  const sentAsText = sent.isEstimate ? words.about(count(sent.tokens)) : count(sent.tokens);
  const share = (tokens: number) => styled({ 'flex-grow': String(tokens) });
  const inAll = words.windowIs(count(budget.window), sentAsText, count(budget.answer), count(free));
  return html`<details class="row" data-model-input>
    <summary>
      ${icon('chev', 'chev')}<span>${words.whatItGot}</span>
      <span class="end">${words.tokensOf(sentAsText, count(budget.window))}</span>
    </summary>
    <div class="inside">
      <div class="window" role="img" aria-label=${inAll}>${parts.map(([look, , tokens]) =>
        tokens > 0 ? html`<span class=${look} ${share(tokens)}></span>` : nothing,
      )}</div>
      <dl class="legend">${parts.map(
        ([look, name, tokens]) =>
          html`<div><dt><span class="sw ${look}"></span>${name}</dt><dd>${count(tokens)}</dd></div>`,
      )}</dl>
      <p class="left-out">${budget.isEstimate ? html`${words.isEstimate} ` : nothing}${leftOut(scene, budget.leftOut)}</p>
      ${definitionList(words, run)}
      ${exactPrompt(scene, run)}
    </div>
  </details>`;
}

function leftOut({ words }: Scene, spans: NonNullable<Run['budget']>['leftOut']): string {
  if (spans.length === 0) return words.leftOutNothing;
  return words.leftOut(spansInWords(words, spans));
}

/** What of other places was sent, and what was not. */
function definitionList(words: Words, { definitions }: Run) {
  if (!definitions) return nothing;
  const { sent, noRoom, outside, isLate } = definitions;
  const names = (all: readonly string[]) => all.map(isolated).join(words.sourceJoin);
  return html`${
    sent.length === 0
      ? nothing
      : html`<ul class="definitions" data-definitions aria-label=${words.definitions}>${sent.map(
          ({ name, file, firstLine, lastLine }) =>
            html`<li><code>${isolated(name)}</code> ${words.definedIn(isolated(file), firstLine, lastLine)}</li>`,
        )}</ul>`
  }${[
    noRoom.length > 0 ? words.definitionsNoRoom(names(noRoom)) : '',
    outside.length > 0 ? words.definitionsOutside(names(outside)) : '',
    isLate ? words.definitionsLate : '',
  ].map(sentence => (sentence === '' ? nothing : html`<p class="left-out">${sentence}</p>`))}`;
}

function exactPrompt({ words }: Scene, run: Run) {
  const { messages, tokens } = run;
  if (messages.length === 0) return nothing;
  const parts = messageTexts(words, messages, tokens);
  return html`<details class="prompt" data-prompt><summary>${words.exactPrompt}</summary>${
    tokens ? html`<p class="quiet">${words.tokenMarks}</p>` : nothing
  }${parts}${heldTo(words, run)}</details>`;
}

interface DrawnTexts {
  readonly messages: Run['messages'];
  readonly tokens: Run['tokens'];
  readonly words: Words;
  readonly parts: readonly TemplateResult[];
}

/** A run grows many times a second, and what was sent stays the same: it is put together once. */
let drawn: DrawnTexts | undefined;

function messageTexts(words: Words, messages: Run['messages'], tokens: Run['tokens']) {
  if (drawn?.messages === messages && drawn.tokens === tokens && drawn.words === words) return drawn.parts;
  const parts = messages.map(({ role, content }, at) => {
    const lengths = tokens?.[at];
    return html`<p class="label">${words.roles[role]}${
      lengths ? html` · ${words.tokensHere(lengths.length)}` : nothing
    }</p><pre tabindex="0">${lengths ? inTokens(content, lengths) : codeText(content)}</pre>`;
  });
  drawn = { messages, tokens, words, parts };
  return parts;
}

/** More boxes than this are no help to anybody, and slow a page down. */
const mostTokens = 8_000;

/**
 * Each token in a box of its own; one of a character's first bytes has no length, and no box. All of the text stands there,
 * whatever a log says of its tokens.
 */
function inTokens(content: string, lengths: readonly number[]) {
  const boxes: TemplateResult[] = [];
  let at = 0;
  for (const length of lengths.slice(0, mostTokens)) {
    if (at >= content.length) break;
    if (length > 0) boxes.push(html`<span data-token>${codeText(content.slice(at, at + length))}</span>`);
    at += length;
  }
  return [boxes, codeText(content.slice(at))];
}

function heldTo(words: Words, { grammar, schema }: Run) {
  const text = schema ?? grammar;
  if (text === undefined) return nothing;
  return html`<p class="label">${schema === undefined ? words.grammar : words.schema}</p><pre tabindex="0">${codeText(text)}</pre>`;
}
