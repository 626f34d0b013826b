// The small schemas that wishes of several features share.
import * as v from 'valibot';

export const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(400));

/** Of a chapter: a folder's name of 200 characters, of which each may be written as nine, and what stands around it. */
export const ChapterName = v.pipe(v.string(), v.minLength(1), v.maxLength(1_900));

/**
 * Text that the reader wrote. What a note may hold is decided where it is kept, with a problem that names the limit; this
 * is only what a message may carry.
 */
export const Text = v.pipe(v.string(), v.maxLength(4_000_000));
