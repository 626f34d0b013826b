// The running head: four views, search, the language of the chapter.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Language } from '../core/chapter/chapter';
import { View } from '../core/wire/place';
import type { Scene } from './scene';
import { searchBox } from './search/searchBox';

/** A longer number would not fit into the narrowest head; how many they are stands in the view itself. */
const mostShown = 999;

export function head(scene: Scene): TemplateResult {
  const { words } = scene;
  return html`<header class="head">
    <nav aria-label=${words.panelName}>
      <ul>${View.options.map(view => viewLink(scene, view))}</ul>
    </nav>
    ${searchBox(scene)}
    <div class="lang" role="group" aria-label=${words.languageOfChapter}>
      ${languageButton(scene, 'en', 'EN')}${languageButton(scene, 'zh-CN', '中文')}
    </div>
  </header>`;
}

function languageButton(scene: Scene, language: Language, name: string): TemplateResult {
  return html`<button
    type="button"
    lang=${language}
    aria-pressed=${scene.language === language}
    @click=${() => scene.go({ language })}
  >${name}</button>`;
}

function viewLink(scene: Scene, view: View): TemplateResult {
  const { words, shown } = scene;
  const isCurrent = shown.place.view === view;
  const due = view === 'review' ? shown.dueCount : 0;
  const count = html`<span class="count"><span aria-hidden=${due > mostShown ? 'true' : nothing}>${
    due > mostShown ? `${mostShown}+` : due
  }</span><span class="sr">${due > mostShown ? due : nothing} ${words.due}</span></span>`;
  return html`<li><a href="#${view}" aria-current=${isCurrent ? 'page' : nothing} @click=${() => scene.go({ view })}
    >${words.views[view]}${due > 0 ? count : nothing}</a></li>`;
}
