// What a page must hold by the time that it hears what became of a wish: its effect, or what it had asked for.
import assert from 'node:assert/strict';
import type { Annotation } from '../../src/core/annotation/annotation';
import type { Kind, Value } from '../../src/core/wire/topics';
import { readTopic } from '../../src/core/wire/topics';
import type { PairPage } from './pairPage';

/** Throws where a wish is called granted before its effect was told, or a refused one has cost the reader a text. */
export function checkEffect(
  page: PairPage,
  ...[wish, problem, isSteady]: Parameters<PairPage['onSettled']>
): void {
  if (problem) {
    if (wish.type !== 'annotatePassage' && wish.type !== 'editNote') return;
    const { draft } = page.ui;
    assert.equal(draft?.annotation, wish.annotation, 'a refused note stays open');
    assert.equal(draft.text, wish.note ?? '');
    return;
  }
  if (!isSteady) return;
  // What else is asked of the same thing may have been told by now too.
  const isAlone = (annotation: string) =>
    page.link.underWay.every(other => !('annotation' in other) || other.annotation !== annotation);
  switch (wish.type) {
    case 'annotatePassage':
      for (const { own, chapter, concept } of notesOf(page)) {
        const isHere =
          chapter === wish.chapter && (concept === undefined || has(page, chapter, concept, wish.passage));
        if (isHere)
          assert.ok(own.some(({ id }) => id === wish.annotation) || !isAlone(wish.annotation), 'annotated');
      }
      break;
    case 'editNote':
      for (const { own } of notesOf(page)) {
        const note: Annotation | undefined = own.find(({ id }) => id === wish.annotation);
        if (note && isAlone(wish.annotation)) assert.equal(textOf(note), wish.note);
      }
      break;
    case 'removeAnnotation':
      for (const { own } of notesOf(page)) {
        assert.ok(!own.some(({ id }) => id === wish.annotation) || !isAlone(wish.annotation), 'removed');
      }
      break;
    case 'keepNote':
      for (const { editorial, kept } of notesOf(page)) {
        const isHere = editorial.some(({ id }) => id === wish.annotation) && isAlone(wish.annotation);
        if (isHere) assert.equal(kept.includes(wish.annotation), wish.keep, 'kept');
      }
      break;
    case 'markRead':
      for (const [[chapter], read] of allOf(page, 'progress')) {
        if (chapter === wish.chapter)
          assert.ok(
            wish.passages.every(one => read.includes(one)),
            'read',
          );
      }
      break;
    case 'saveStep':
      for (const [[run], { saved }] of allOf(page, 'editor')) {
        if (run === wish.run) assert.ok(saved.includes(wish.step), 'saved');
      }
      break;
    case 'rateCard':
      for (const [, { due }] of allOf(page, 'review')) {
        const isTakenBack = page.link.underWay.some(({ type }) => type === 'undoRating');
        assert.ok(isTakenBack || !due.some(({ id }) => id === wish.card), 'rated');
      }
      break;
    default:
  }
}

function* allOf<K extends Kind>(
  page: PairPage,
  wanted: K,
): Generator<readonly [readonly string[], Value<K>]> {
  for (const [topic, { value }] of page.held) {
    const { kind, args = [] } = readTopic(topic) ?? {};
    // Told by the host under this name, which is typed by the same table.
    if (kind === wanted) yield [args, value as Value<K>];
  }
}

interface NotesHeld extends Value<'notes'> {
  readonly chapter: string | undefined;
  /** Missing for those of the whole chapter. */
  readonly concept?: string | undefined;
}

function* notesOf(page: PairPage): Generator<NotesHeld> {
  for (const [[chapter, concept], notes] of allOf(page, 'notes')) yield { ...notes, chapter, concept };
  for (const [[chapter], notes] of allOf(page, 'chapter-notes')) yield { ...notes, chapter };
}

function has(page: PairPage, key: string, concept: string, passage: string): boolean {
  for (const [[chapter], told] of allOf(page, 'chapter')) {
    if (chapter === key) {
      return told?.concepts.some(({ id, passages }) => id === concept && passages.includes(passage)) ?? false;
    }
  }
  return false;
}

export function textOf(annotation: Annotation): string {
  const note = annotation.body.find(body => 'purpose' in body && body.purpose === 'commenting');
  return note && 'value' in note && typeof note.value === 'string' ? note.value : '';
}
