// The question of a run once more, asked otherwise: in the reader's own words, in the other language, of another model. The
// answer stands beside the run, and says what was asked otherwise.
import { html, nothing, type TemplateResult } from 'lit-html';
import { isolated } from '../../../core/base/foreign';
import { Depth } from '../../../core/reasoning/forms/depth';
import { usualQuestion } from '../../../core/reasoning/prompt';
import type { Run } from '../../../core/reasoning/run';
import { longestQuestion } from '../../../core/wire/reasoning';
import type { Scene } from '../../scene';
import { button } from '../../ui/button';
import { isComposing } from '../../ui/composing';

/** The words that stand in the field at first: those of the run. */
function questionOf(run: Run): string {
  return run.variation?.question ?? usualOf(run)[0];
}

/** The usual question as it was asked; where its depth is not known, in each of them, the usual one first. */
function usualOf({ excerpt, messages }: Run): readonly [string, ...string[]] {
  const all = Depth.options.map(depth => usualQuestion(excerpt, depth));
  const asked = all.find(question => messages.some(({ content }) => content.includes(question)));
  return asked === undefined ? [usualQuestion(excerpt), ...all] : [asked];
}

/** What a wish says of the question; nothing where it stays as it was. `null`: the usual one again. */
export function questionWished(run: Run, text: string): { readonly question?: string | null } {
  if (run.question !== undefined) return {};
  if (text !== '' && !usualOf(run).includes(text)) return { question: text };
  return run.variation?.question === undefined ? {} : { question: null };
}

export function startAsking({ change, language }: Scene, run: Run): void {
  change({
    asking: { run: run.id, text: questionOf(run), language: run.variation?.language ?? language },
    focusNext: { selector: '[data-ask-otherwise] :is(textarea, button)' },
  });
}

/** A follow-up's question is asked as it is: there only the model can be another. */
export function askOtherwise(scene: Scene, run: Run): TemplateResult | typeof nothing {
  const { words, ui } = scene;
  const { asking } = ui;
  if (asking?.run !== run.id) return nothing;
  const close = () =>
    scene.change({ asking: undefined, focusNext: { selector: '[data-action="ask-otherwise"]' } });
  const type = (event: Event) => {
    if (event.target instanceof HTMLTextAreaElement)
      scene.change({ asking: { ...asking, text: event.target.value } });
  };
  const choose = (event: Event) => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const language = event.target.value === 'zh-CN' ? 'zh-CN' : 'en';
    scene.change({ asking: { ...(scene.ui.asking ?? asking), language } });
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isComposing(event)) return;
    event.preventDefault();
    close();
  };
  const ask = (choosesModel: boolean) => {
    const now = scene.ui.asking ?? asking;
    const text = now.text.trim();
    const isOther = run.question === undefined && now.language !== scene.language;
    const granted = () => scene.change({ asking: undefined });
    scene.wish(
      {
        type: 'explainOtherwise',
        run: run.id,
        ...questionWished(run, text),
        ...(isOther || run.variation?.language ? { language: now.language } : {}),
        choosesModel,
      },
      { granted },
    );
  };
  const isUnderWay = scene.underWay.some(wish => wish.type === 'explainOtherwise');
  const fields = html`<label>${words.questionSent}
      <textarea rows="3" maxlength=${longestQuestion} .value=${asking.text} @input=${type}></textarea></label>
    <p class="quiet">${words.formStays}</p>
    <label>${words.languageOfAnswer}
      <select data-action="answer-language" @change=${choose}>
        <option value="en" ?selected=${asking.language === 'en'}>English</option>
        <option value="zh-CN" ?selected=${asking.language === 'zh-CN'}>中文</option>
      </select></label>`;
  return html`<div class="otherwise" data-ask-otherwise @keydown=${leave}>
    ${run.question === undefined ? fields : nothing}
    <div class="actions">
      ${button({ name: words.explainBeside, action: 'explain-beside', look: 'primary', isDisabled: isUnderWay, press: () => ask(false) })}
      ${button({ name: words.withAnotherModel, action: 'another-model', isDisabled: isUnderWay, press: () => ask(true) })}
      ${button({ name: words.cancel, action: 'cancel-otherwise', look: 'quietb', press: close })}
    </div>
  </div>`;
}

/** What of a run was asked otherwise. */
export function variationLine({ words }: Scene, { variation }: Run): TemplateResult | typeof nothing {
  if (!variation) return nothing;
  const { question, language, model } = variation;
  const facts = [
    ...(question === undefined ? [] : [words.askedInOwnWords(isolated(question))]),
    ...(language === undefined ? [] : [words.askedIn[language]]),
    ...(model === undefined ? [] : [words.modelForThisRun(isolated(model.model))]),
  ];
  if (facts.length === 0) return nothing;
  return html`<p class="variation" data-variation>${words.askedOtherwise}${facts.join(words.sentenceJoin)}</p>`;
}
