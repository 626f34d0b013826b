// Which topics a place needs: asked for by the panel, and foreseen by the host, which knows where the panel opens.
import { type Annotation, passageAddress } from '../annotation/annotation';
import type { Chapter, ConceptEntry } from '../chapter/chapter';
import { longestTopic, mostTopics } from './envelope';
import type { Place } from './place';
import { topicName } from './topics';

/** So many earlier runs are listed at first. */
export const firstRuns = 50;

/** The concept that is open at a place: a passage alone says which one it is. Else the chapter's first. */
export function conceptAt({ concept, passage }: Place, chapter: Chapter): ConceptEntry | undefined {
  const { concepts, passages } = chapter;
  const wanted = passages.find(({ id }) => id === passage)?.concept ?? concept;
  return concepts.find(({ id }) => id === wanted) ?? concepts[0];
}

/** The chapters that these notes are about, by the names that they call them. */
export function chaptersOf(annotations: readonly Annotation[]): readonly string[] {
  const named = annotations.flatMap(({ target }) =>
    target.flatMap(({ source }) => passageAddress(source)?.chapter ?? []),
  );
  return [...new Set(named)];
}

export interface Opened {
  /** The notes of the whole chapter, while they are searched. */
  readonly isSearching?: boolean;
  /** The same, while its map is shown, which counts those that are due. */
  readonly isMapOpen?: boolean;
  /** How many earlier runs are listed. */
  readonly runs?: number;
  /** The run that is shown is replayed. */
  readonly isReplaying?: boolean;
  /** What is searched for in earlier runs. */
  readonly runQuery?: string;
  /** Other chapters that something shown is about, by any name of theirs. */
  readonly chapters?: readonly string[];
}

/**
 * `concept` is the one that is open: the place may name none, and then it is the chapter's first. Names come from journals
 * and links too, so they may be of any number and length: what no message carries is left out, and costs nothing else.
 */
export function topicsOf(place: Place, concept: string | undefined, opened: Opened = {}): readonly string[] {
  const { view, chapter, run, beside } = place;
  const topics = [topicName('place'), topicName('settings'), topicName('problems'), topicName('due')];
  if (chapter !== undefined) topics.push(topicName('chapter', chapter), topicName('progress', chapter));
  if (chapter !== undefined && concept !== undefined && view === 'chapter') {
    topics.push(topicName('notes', chapter, concept));
  }
  const isWhole = opened.isSearching || (opened.isMapOpen && view === 'chapter');
  if (chapter !== undefined && isWhole) topics.push(topicName('chapter-notes', chapter));
  if (view === 'reasoning') {
    topics.push(topicName('set-up'), topicName('runs', String(opened.runs ?? firstRuns)));
    if (opened.runQuery) topics.push(topicName('runs-found', opened.runQuery));
    if (run !== undefined) {
      topics.push(topicName('run', run), topicName('editor', run), topicName('thread', run));
      topics.push(topicName('walk', run), topicName('looks', run), topicName('trace', run));
      topics.push(topicName('predicted', run), topicName('score', run));
    }
    if (run !== undefined && opened.isReplaying) topics.push(topicName('replay', run));
    if (run !== undefined && beside !== undefined && beside !== run) topics.push(topicName('run', beside));
  }
  if (view === 'review') topics.push(topicName('review'));
  for (const other of opened.chapters ?? []) if (other !== chapter) topics.push(topicName('chapter', other));
  return topics.filter(({ length }) => length <= longestTopic).slice(0, mostTopics);
}
