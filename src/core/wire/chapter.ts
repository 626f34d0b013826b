// Chapter: its text, and which of its passages were read.
import * as v from 'valibot';
import type { Chapter } from '../chapter/chapter';
import { ChapterName, Id } from './words';

/** Reloaded from its files while it is open: then it comes again. `null`: there is no such chapter. */
export type ChapterNow = Chapter | null;

/** Passages that were read to their end, in the order in which that was. */
export type Progress = readonly string[];

export interface ProgressPatch {
  readonly read: readonly string[];
}

export function readOn(progress: Progress, { read }: ProgressPatch): Progress {
  return [...new Set([...progress, ...read])];
}

export const chapterWishes = [
  v.object({ type: v.literal('markRead'), chapter: ChapterName, passages: v.array(Id) }),
  v.object({ type: v.literal('openCode'), chapter: ChapterName, region: Id }),
  /** An http(s) address; the editor asks before it opens. */
  v.object({ type: v.literal('openLink'), url: v.pipe(v.string(), v.url(), v.regex(/^https?:\/\//)) }),
] as const;
