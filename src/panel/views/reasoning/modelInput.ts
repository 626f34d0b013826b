// What the model got: how its window is filled, in patterns and in numbers, what was left out, the exact prompt.
import { html, nothing } from 'lit-html';
import type { Run } from '../../../core/reasoning/run';
import type { Scene } from '../../scene';
import { codeText } from '../../ui/codeText';
import { icon } from '../../ui/icons';
import { styled } from '../../ui/styled';
import { formatCount, type Words } from '../../words';
import { sentTokens } from './sentLine';

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
      ${exactPrompt(scene, run)}
    </div>
  </details>`;
}

function leftOut({ words }: Scene, spans: NonNullable<Run['budget']>['leftOut']): string {
  if (spans.length === 0) return words.leftOutNothing;
  return words.leftOut(spans.map(({ first, last }) => words.spanOfLines(first, last)).join(words.sourceJoin));
}

function exactPrompt({ words }: Scene, run: Run) {
  const { messages } = run;
  if (messages.length === 0) return nothing;
  const parts = messages.map(
    ({ role, content }) =>
      html`<p class="label">${words.roles[role]}</p><pre tabindex="0">${codeText(content)}</pre>`,
  );
  return html`<details class="prompt" data-prompt><summary>${words.exactPrompt}</summary>${parts}${heldTo(
    words,
    run,
  )}</details>`;
}

function heldTo(words: Words, { grammar, schema }: Run) {
  const text = schema ?? grammar;
  if (text === undefined) return nothing;
  return html`<p class="label">${schema === undefined ? words.grammar : words.schema}</p><pre tabindex="0">${codeText(text)}</pre>`;
}
