// The reader's notes: beside the words in the chapter, on selected code, and back to what each is about.
import * as vscode from 'vscode';
import type { Annotation } from '../../core/annotation/annotation';
import { withNote } from '../../core/annotation/create';
import { refusalOf } from '../../core/annotation/refusal';
import { Latest } from '../../core/base/latest';
import type { Problem } from '../../core/base/problem';
import { type Disposable, Store } from '../../core/base/store';
import type { Language } from '../../core/chapter/chapter';
import type { LoadedChapter } from '../../core/chapter/library';
import type { OpenTopic, Teller } from '../../core/wire/hub';
import type { NotesNow, NotesPatch } from '../../core/wire/notes';
import type { PlaceChange } from '../../core/wire/place';
import type { Feature } from '../shell/feature';
import type { ProblemBoard } from '../shell/problemBoard';
import { openTopic } from '../shell/topic';
import { noteOnPassage, noteOnSelection } from './annotate';
import type { Notebook } from './notebook';
import { notesTopic } from './notesTopic';
import { openTarget } from './openTarget';

export interface NotesParts {
  readonly notebook: Notebook;
  readonly problems: ProblemBoard;
  readonly language: () => Language;
  readonly chapterOf: (key: string) => Promise<LoadedChapter | undefined>;
  /** The editorial annotation with this id, of the chapters that are open. */
  readonly editorial: (id: string) => Annotation | undefined;
  readonly onChapter: (listener: (key: string) => void) => Disposable;
  /** To a place that may not be there. */
  readonly open: (place: PlaceChange) => Promise<Problem | undefined>;
}

export function notesFeature(parts: NotesParts): Feature & Disposable {
  const { notebook, problems, chapterOf, language } = parts;
  const owned = new Store();
  owned.add(notebook.onState(() => problems.set('notes', notebook.problems)));

  const annotateHere = async () => {
    const editor = vscode.window.activeTextEditor;
    if (editor && !editor.selection.isEmpty) {
      await noteOnSelection(editor, language(), make => notebook.write(store => store.put(make())));
      return;
    }
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Select the words or the lines to annotate first.'),
    );
  };

  /** The notes on these passages of a chapter; whole again when the chapter's files changed. */
  const served = async (
    key: string,
    passagesOf: (loaded: LoadedChapter) => readonly string[],
    tell: Teller<NotesPatch>,
  ): Promise<OpenTopic<NotesNow>> => {
    await notebook.ready();
    const open = async () => {
      const chapter = await chapterOf(key);
      return chapter
        ? notesTopic({ notebook, chapter, passages: passagesOf(chapter) }, tell)
        : openTopic(() => noNotes);
    };
    let opened = await open();
    const latest = new Latest();
    const listening = parts.onChapter(async changed => {
      if (changed !== key) return;
      const isStillWanted = latest.begin();
      const next = await open();
      // Nobody watches any more, or the chapter has changed again: this one would listen for ever.
      if (isStillWanted()) {
        opened.dispose();
        opened = next;
        tell.again();
      } else next.dispose();
    });
    return {
      value: () => opened.value(),
      dispose: () => {
        latest.begin();
        listening.dispose();
        opened.dispose();
      },
    };
  };

  return {
    commands: {
      'marginalia.annotateSelection': annotateHere,
      'marginalia.annotateWithMarginalia': annotateHere,
    },
    wishes: {
      annotatePassage: async ({ annotation: id, chapter: key, note, ...where }) => {
        const chapter = await chapterOf(key);
        if (!chapter) return { code: 'unknown-chapter', chapter: key };
        try {
          const annotation = noteOnPassage(chapter.chapter, id, where, note);
          if (!annotation) return { code: 'unknown-passage', passage: where.passage };
          // Asked for again after a reload in the middle: it is there, and may have been changed since.
          return await notebook.write(store =>
            store.decide(() => (store.get(id) ? [] : [{ type: 'put', annotation }])),
          );
        } catch (error) {
          return refusalOf(error);
        }
      },
      editNote: ({ annotation, note }) =>
        notebook.write(store => store.edit(annotation, before => withNote(before, note, Date.now()))),
      removeAnnotation: ({ annotation }) => notebook.write(store => store.remove(annotation)),
      keepNote: ({ annotation, keep }) =>
        notebook.write(store => (keep ? store.keep(annotation) : store.unkeep(annotation))),
      openTarget: async ({ annotation: id }) => {
        const annotation = notebook.opened?.store.get(id) ?? parts.editorial(id);
        return annotation ? openTarget(annotation, parts.open) : { code: 'note-gone' };
      },
    },
    topics: {
      notes: ([key = '', concept = ''], tell) =>
        served(key, ({ chapter }) => chapter.concepts.find(({ id }) => id === concept)?.passages ?? [], tell),
      'chapter-notes': ([key = ''], tell) =>
        served(key, ({ chapter }) => chapter.passages.map(({ id }) => id), tell),
    },
    dispose: () => owned.dispose(),
  };
}

const noNotes: NotesNow = { editorial: [], own: [], kept: [], due: [] };
