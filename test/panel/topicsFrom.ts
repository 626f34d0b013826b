// The topics that a host would tell, from what is to be shown.
import { type Kind, topicName, type Value } from '../../src/core/wire/topics';
import type { Shown } from '../../src/panel/shown';
import { firstRun, runEvents } from './fixtures';

export function topicsFrom(shown: Shown, asked: number): ReadonlyMap<string, unknown> {
  const { place, chapter, editorial, own, kept, due, run, beside } = shown;
  const key = place.chapter ?? chapter.id;
  const notes: Value<'notes'> = { editorial, own, kept, due };
  const topics = new Map<string, unknown>();
  const tell = <K extends Kind>(value: Value<K>, name: string) => topics.set(name, value);
  tell<'place'>({ place, asked }, topicName('place'));
  tell<'settings'>({ singleKeys: shown.singleKeys, depth: shown.depth }, topicName('settings'));
  tell<'problems'>(shown.problems, topicName('problems'));
  tell<'chapter'>(chapter, topicName('chapter', key));
  tell<'progress'>(shown.read, topicName('progress', key));
  for (const { id } of chapter.concepts) tell<'notes'>(notes, topicName('notes', key, id));
  tell<'chapter-notes'>(notes, topicName('chapter-notes', key));
  tell<'due'>({ dueCount: shown.dueCount }, topicName('due'));
  if (shown.review) tell<'review'>(shown.review, topicName('review'));
  const runs = [...shown.runs, ...shown.deletedRuns];
  tell<'runs'>({ runs, hasMore: shown.hasMoreRuns }, topicName('runs', '50'));
  const found: Value<'runs-found'> = shown.foundRuns ?? nothingFound;
  tell<'runs-found'>(found, topicName('runs-found', 'slip'));
  tell<'runs-found'>(nothingFound, topicName('runs-found', 'nowhere'));
  tell<'set-up'>(shown.setUp, topicName('set-up'));
  if (beside) tell<'run'>(beside, topicName('run', beside.id));
  if (run?.id === firstRun.id)
    tell<'replay'>({ first: firstRun, events: runEvents }, topicName('replay', run.id));
  if (run) {
    tell<'run'>(run, topicName('run', run.id));
    tell<'looks'>(shown.looks, topicName('looks', run.id));
    tell<'trace'>(shown.trace ?? null, topicName('trace', run.id));
    tell<'score'>(shown.score ?? null, topicName('score', run.id));
    const nothingPredicted: Value<'predicted'> = { predictions: null, cards: [] };
    tell<'predicted'>(shown.predicted ?? nothingPredicted, topicName('predicted', run.id));
    const { staleLines, stands, isFileGone, caretLine, savedSteps: saved } = shown;
    const inEditor = {
      saved,
      ...(staleLines ? { stale: staleLines } : {}),
      ...(stands ? { stands } : {}),
      ...(isFileGone ? { isFileGone } : {}),
      ...(caretLine === undefined ? {} : { caret: caretLine }),
    };
    tell<'editor'>(inEditor, topicName('editor', run.id));
    tell<'walk'>(shown.walk ?? { asked: 0 }, topicName('walk', run.id));
    tell<'thread'>(shown.thread, topicName('thread', run.id));
  }
  return topics;
}

const nothingFound: Value<'runs-found'> = { hits: [], searched: 5, total: 5, isOver: true, isCut: false };
