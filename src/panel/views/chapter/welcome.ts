// The first page of a chapter: its title, what it is for, the story that it examines, and three things to do.
import { html, nothing, type TemplateResult } from 'lit-html';
import { inLanguage } from '../../../core/chapter/chapter';
import { chapterKey, type Scene } from '../../scene';
import { button } from '../../ui/button';
import { whole } from '../../ui/wholeWords';

export function welcome(scene: Scene): TemplateResult | typeof nothing {
  const { words, language } = scene;
  const { title, about, story } = scene.shown.chapter;
  if (!about && !story) return nothing;
  return html`<section class="leaf welcome" aria-label=${inLanguage(title, language)}>
    <div class="rail"></div>
    <div class="words">
      <p class="book">${whole(inLanguage(title, language))}</p>
      ${about ? html`<p class="text">${whole(inLanguage(about, language))}</p>` : nothing}
      ${
        story
          ? html`<div class="story"><p class="label">${words.storySays}</p>
              <p>${whole(inLanguage(story, language))}</p></div>`
          : nothing
      }
      <p class="label" id="to-do">${words.toDo}</p>
      <ol class="to-do" aria-labelledby="to-do">${thingsToDo(scene)}</ol>
    </div>
  </section>`;
}

function thingsToDo(scene: Scene): readonly TemplateResult[] {
  const { words, shown } = scene;
  const { passages, regions } = shown.chapter;
  const [first] = passages;
  const region = regions.find(({ lines }) => lines !== undefined);
  const chapter = chapterKey(scene);
  const row = (text: string, name: string, action: string, press: () => void, isDisabled = false) =>
    html`<li><span>${whole(text)}</span> ${button({ name, action, look: 'link', press, isDisabled })}</li>`;
  return [
    row(words.doRead, words.toFirstPassage, 'to-first-passage', () => {
      if (first) scene.go({ view: 'chapter', concept: first.concept, passage: first.id });
    }),
    row(
      words.doCode,
      words.openCode,
      'open-first-code',
      () => {
        if (region) scene.wish({ type: 'openCode', chapter, region: region.id });
      },
      region === undefined,
    ),
    row(words.doKeep, words.toReview, 'to-review', () => scene.go({ view: 'review' })),
  ];
}
