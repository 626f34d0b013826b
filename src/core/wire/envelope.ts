// What crosses between host and panel. The panel says which topics it shows, and sends numbered wishes; the host
// tells each topic whole once, then as patches from one revision to the next, and settles each wish exactly once.
import * as v from 'valibot';
import type { Problem } from '../base/problem';

/**
 * One loading of the page. The page makes it up at random, so that whatever else can post to its window, or was
 * sent to the page before it, is not taken for an answer to it.
 */
const Page = v.pipe(v.string(), v.uuid());
export const longestTopic = 2_000;
const Topic = v.pipe(v.string(), v.minLength(1), v.maxLength(longestTopic));
const Count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** More than any view shows at once. */
export const mostTopics = 40;

/** From the panel, which shows hostile text: everything is checked. The wish itself is checked by who grants it. */
export const Up = v.variant('type', [
  /** All topics that the page shows now; what is not named is not watched any more. */
  v.object({
    type: v.literal('watch'),
    page: Page,
    topics: v.pipe(v.array(Topic), v.maxLength(mostTopics)),
    /** It holds none of them: all are told whole. */
    isFresh: v.boolean(),
  }),
  /** A patch is missing: tell the topic whole again. */
  v.object({ type: v.literal('again'), page: Page, topic: Topic }),
  v.object({ type: v.literal('wish'), page: Page, id: Count, wish: v.unknown() }),
]);
export type Up = v.InferOutput<typeof Up>;

/** From the host, which is ours: the envelope is checked, what is in it is not. */
export const Down = v.variant('type', [
  v.object({ type: v.literal('whole'), page: Page, topic: Topic, revision: Count, value: v.unknown() }),
  /** Leads from revision `to - 1` to `to`. */
  v.object({ type: v.literal('patch'), page: Page, topic: Topic, to: Count, patch: v.unknown() }),
  /** Its effect, if any, was told before. Without a problem it was granted. */
  v.object({
    type: v.literal('settled'),
    page: Page,
    wish: Count,
    problem: v.optional(v.custom<Problem>(isProblem)),
  }),
]);
export type Down = v.InferOutput<typeof Down>;

function isProblem(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
