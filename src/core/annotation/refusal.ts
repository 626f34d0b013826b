// What was asked for and cannot be kept, as an error with the problem that the reader is told.
import type { Problem } from '../base/problem';

/** A note in UTF-16 units, as an editor counts them: six pages. What is longer is a document of its own. */
export const longestNote = 20_000;

/** Nothing was written. The limit and by how much it was passed are in the problem. */
export class NoteTooLong extends RangeError {
  readonly problem: Problem;

  constructor(size: number, limit: number, unit: 'characters' | 'bytes') {
    super(`a note of ${size} ${unit} is too long: the limit is ${limit}`);
    this.name = 'NoteTooLong';
    this.problem = { code: 'note-too-long', size, limit, unit };
  }
}

/** The reader's note is not there: it was removed, here or in another window. */
export class NoteGone extends Error {
  readonly problem: Problem = { code: 'note-gone' };

  constructor() {
    super('the note was removed meanwhile');
    this.name = 'NoteGone';
  }
}

/** What the reader is told when a change to the notes was refused, by us or by the disk. */
export function refusalOf(error: unknown): Problem {
  if (error instanceof NoteTooLong || error instanceof NoteGone) return error.problem;
  const reason = reasonOf(error);
  const detail = error instanceof Error ? error.message : String(error);
  return { code: 'not-written', detail, ...(reason ? { reason } : {}) };
}

/** Codes of Node and of the editor's file system; an error that wraps another has it as its cause. */
function reasonOf(error: unknown): 'full' | 'read-only' | undefined {
  if (!(error instanceof Error)) return undefined;
  switch ('code' in error ? error.code : undefined) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'full';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'NoPermissions':
      return 'read-only';
    default:
      return reasonOf(error.cause);
  }
}
