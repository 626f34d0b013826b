// What a splitter has made out so far, as pieces of thoughts and of text: joined, and without the white space that belongs
// to a tag.
import type { Echo } from './echo';

export type Piece =
  | { readonly kind: 'thinking' | 'text'; readonly text: string }
  /**
   * All text told by earlier calls was thinking, and so is `text`. `restored`: a tag that was taken for the end of the
   * thoughts and was only talked about in them; it goes before all that.
   */
  | { readonly kind: 'rethink'; readonly text: string; readonly restored?: string };

export interface Pieces {
  tell(kind: 'thinking' | 'text', text: string): void;
  /** White space around here belongs to a tag. */
  skipSpace(): void;
  /** All text so far was thinking. */
  turnTextIntoThoughts(restored?: string): void;
  /** Something was a thought, whoever told it. */
  noteThought(): void;
  /** Passes one on that needs no second look. */
  plain(kind: 'thinking' | 'text', text: string): readonly Piece[];
  /** What was told since the last time. */
  take(): readonly Piece[];
  readonly skipsSpace: boolean;
  readonly hasThought: boolean;
  readonly hasText: boolean;
  /** Whether the text so far only repeats thoughts that came apart from it. */
  readonly isEcho: boolean;
}

/** `follow`: follows a text that may only repeat thoughts. */
export function newPieces(follow: (() => Echo) | undefined): Pieces {
  let told: Piece[] = [];
  let skipsSpace = false;
  let hasThought = false;
  let hasText = false;
  /** White space before the first word: part of the answer, or of the tag that may follow. */
  let lead = '';
  let echo = follow?.();

  return {
    tell(kind, text) {
      let words = skipsSpace ? text.trimStart() : text;
      if (words === '') return;
      skipsSpace = false;
      if (kind === 'thinking') hasThought = true;
      else if (!hasText) {
        lead += words;
        if (words.trim() === '') return;
        hasText = true;
        words = lead;
        lead = '';
      }
      if (kind === 'text') echo?.take(words);
      const last = told.at(-1);
      if (last && last.kind === kind) told[told.length - 1] = { kind, text: last.text + words };
      else told.push({ kind, text: words });
    },
    skipSpace() {
      skipsSpace = true;
      lead = '';
    },
    turnTextIntoThoughts(restored) {
      const text = told.map(piece => (piece.kind === 'text' ? piece.text : '')).join('') + lead;
      told = [
        ...told.filter(piece => piece.kind !== 'text'),
        { kind: 'rethink', text, ...(restored === undefined ? {} : { restored }) },
      ];
      echo = follow?.();
      hasThought = true;
      hasText = false;
    },
    noteThought() {
      hasThought = true;
    },
    plain(kind, text) {
      if (kind === 'text') echo?.take(text);
      else hasThought = true;
      return [{ kind, text }];
    },
    take() {
      const all = told;
      told = [];
      return all;
    },
    get skipsSpace() {
      return skipsSpace;
    },
    get hasThought() {
      return hasThought;
    },
    get hasText() {
      return hasText;
    },
    get isEcho() {
      return echo?.isEcho() === true;
    },
  };
}
