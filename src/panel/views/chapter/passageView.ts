// One passage: its number and read mark in the rail, its words, its code, its notes in the margin.
import { html, nothing, type TemplateResult } from 'lit-html';
import type { DirectiveResult } from 'lit-html/directive.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { isolated } from '../../../core/base/foreign';
import { inLanguage, type Passage, type Region } from '../../../core/chapter/chapter';
import { chapterKey, type Scene } from '../../scene';
import { button } from '../../ui/button';
import { icon } from '../../ui/icons';
import { leaderDrawing } from '../../ui/leaders';
import type { Mark } from '../../ui/marks';
import { plainOf } from '../../ui/plainOf';
import { prose } from '../../ui/prose';
import { steady } from '../../ui/steady';
import { whole } from '../../ui/wholeWords';
import { isSavingDraft } from './draft';
import { firstNotes, moreNotes, notesWanted } from './manyNotes';
import { noteEditor } from './noteEditor';
import { noteView } from './noteView';
import { notesBeside, type PlacedNote } from './placement';

export function passageView(scene: Scene, passage: Passage): DirectiveResult {
  const { language, shown } = scene;
  // Notes belong to the text that is shown, so an untranslated passage takes those of the English one.
  const text = passage.text[language] ?? passage.text.en;
  const shownIn = passage.text[language] === undefined ? 'en' : language;
  const all = notesBeside(shown, passage.id, shownIn, plainOf(text.markdown));
  const wanted = notesWanted(scene, passage.id);
  const isRead = shown.read.includes(passage.id);
  const writing = writingAt(scene, passage.id, all);
  return steady(
    scene,
    [passage, language, shown.chapter, all, wanted, isRead, shown.kept, shown.due, ...writing],
    now => leaf(now, passage, all),
  );
}

function leaf(scene: Scene, passage: Passage, all: readonly PlacedNote[]): TemplateResult {
  const { words, language, shown } = scene;
  const text = passage.text[language] ?? passage.text.en;
  const isTranslated = passage.text[language] !== undefined;
  const notes = firstNotes(all, notesWanted(scene, passage.id));
  const isRead = shown.read.includes(passage.id);
  const regions = passage.code
    .map(id => shown.chapter.regions.find(region => region.id === id))
    .filter(region => region !== undefined);
  return html`<article
    class="leaf passage"
    data-passage=${passage.id}
    tabindex="-1"
    aria-labelledby="t-${passage.id}"
    lang=${isTranslated ? nothing : 'en'}
  >
    <div class="rail num">
      <span>${passage.number}</span>
      ${isRead ? html`${icon('check')}<span class="sr">${words.isRead}</span>` : nothing}
    </div>
    <div class="words">
      <h2 id="t-${passage.id}">${whole(text.title)}</h2>
      ${isTranslated ? nothing : html`<p class="label" lang=${language}>${words.notTranslated}</p>`}
      <div class="text" data-text=${passage.id} ${prose(text.markdown, marksOf(scene, passage.id, notes))}></div>
      ${regions.map(region => regionBox(scene, region))}
      <span class="ended" data-end=${passage.id}></span>
    </div>
    <div class="notes">${leaderDrawing()}${margin(scene, passage.id, notes)}${moreNotes(scene, passage.id, notes.length, all.length)}</div>
  </article>`;
}

/** What a note that is being written here shows, so that a letter more draws nothing but its own passage. */
function writingAt(scene: Scene, passage: string, notes: readonly PlacedNote[]): readonly unknown[] {
  const { draft, draftProblem } = scene.ui;
  if (!draft) return [];
  const isHere = draft.on
    ? draft.on.passage === passage
    : notes.some(({ annotation }) => annotation.id === draft.annotation);
  return isHere ? [draft, draftProblem, isSavingDraft(scene)] : [];
}

/** The notes in the order of their words; a new one stands among them while it is written. */
function margin(scene: Scene, passage: string, notes: readonly PlacedNote[]) {
  const { draft } = scene.ui;
  const due = new Set(scene.shown.due);
  const rows = notes.map(note => ({ id: note.annotation.id, at: note.range?.start ?? Infinity, note }));
  const on = draft?.on?.passage === passage ? draft.on : undefined;
  const drafted = on ? [{ id: draftId, at: on.start, note: undefined }] : [];
  const all = [...rows, ...drafted].sort((a, b) => a.at - b.at);
  return repeat(
    all,
    ({ id }) => id,
    ({ note }) => (note ? row(scene, passage, note, due) : noteEditor(scene, draftId)),
  );
}

function row(scene: Scene, passage: string, note: PlacedNote, due: ReadonlySet<string>) {
  const { shown, language } = scene;
  const { id } = note.annotation;
  const isKept = shown.kept.includes(id);
  const writing = scene.ui.draft?.annotation === id ? writingAt(scene, passage, [note]) : [];
  return steady(scene, [note, language, shown.chapter, isKept, due.has(id), ...writing], now =>
    noteView(now, note),
  );
}

const draftId = 'draft';

function marksOf({ ui }: Scene, passage: string, notes: readonly PlacedNote[]): readonly Mark[] {
  const marks = notes.flatMap(({ annotation, isOwn, range }): readonly Mark[] =>
    range === undefined
      ? []
      : [
          {
            id: annotation.id,
            verdict: annotation['marginalia:verdict'] ?? (isOwn ? 'mine' : 'plain'),
            ...range,
          },
        ],
  );
  const on = ui.draft?.on;
  if (on?.passage !== passage) return marks;
  return [...marks, { id: draftId, verdict: 'mine', start: on.start, end: on.end }];
}

/** A region of companion code, with the way to it. */
export function regionBox(scene: Scene, region: Region): TemplateResult {
  const { words, language } = scene;
  const file = region.file.split('/').at(-1) ?? region.file;
  const { lines } = region;
  const about = lines
    ? `${words.linesAre(lines.first, lines.last)} ${isolated(inLanguage(region.about, language))}`
    : words.notInChapter(isolated(file));
  const open = button({
    name: words.openCode,
    action: 'open-code',
    icon: 'file',
    isDisabled: lines === undefined,
    press: () => scene.wish({ type: 'openCode', chapter: chapterKey(scene), region: region.id }),
  });
  // Several regions of one file stand on a page, and each is a landmark: its name tells it from the others.
  const name = region.symbol === undefined ? file : `${file} › ${region.symbol}`;
  const symbol = region.symbol === undefined ? nothing : html` › <code>${isolated(region.symbol)}</code>`;
  return html`<section class="region" aria-label="${words.companionCode}: ${name}" data-region=${region.id}>
    <div class="bar"><div class="where"><code>${isolated(file)}</code>${symbol}</div>${open}</div>
    <p>${whole(about)}</p>
  </section>`;
}
