// Splits a model's thoughts off its answer where a server sends both as one text: tags of every kind that was
// seen, cut anywhere, never closed, closed but never opened, or meant literally inside code.
import { codeTracker } from './codeTracker';
import type { Echo } from './echo';
import { newPieces, type Piece } from './pieces';
import { type Doubt, isQuoted, isSpaceOrEnd, isTalkedAbout, settles } from './talkedAbout';
import {
  answerMarkers,
  brackets,
  channelEnds,
  channelHeads,
  channelName,
  closers,
  finalChannel,
  firstSign,
  isTag,
  markerAt,
  openers,
  openingSentences,
  sentenceClosers,
  wrappers,
} from './thoughtMarks';

export interface ThinkingSplitter {
  /** Takes the next piece, cut anywhere; returns what can already be told. */
  push(text: string): readonly Piece[];
  /** The text is over: what was held back is told now. */
  end(): readonly Piece[];
  /** The server sends thoughts apart, these for now: the text is the answer, whatever the prompt's end promised. */
  thoughtsComeApart(text: string): void;
}

/** A channel's head is a few words; whatever is longer is text that only looks like one. */
const longestChannelHead = 200;

type Place =
  /** In the answer, or in what turns out to be thoughts only when their closer comes. */
  | { readonly in: 'answer' }
  /** In thoughts that one of these closers ends. */
  | { readonly in: 'thoughts'; readonly closers: readonly string[] }
  /** From a channel's head marker to its content. */
  | { readonly in: 'channel head' };

export interface SplitterOptions {
  /** The opener sat in the prompt. */
  readonly startsThinking?: boolean;
  /** Follows a text that may only repeat thoughts that came apart from it. */
  readonly follow?: () => Echo;
}

/**
 * A splitter for one answer. With `startsThinking` the answer begins in thoughts; without it, a closer that
 * nothing opened makes everything before it thoughts (`rethink`).
 *
 * A tag in the middle of a line may be talked about ("up to the </think> tag"): it is when it stands between
 * words, and an opener is once thoughts were seen. White space at the inner and outer edge of a tag belongs
 * to the tag. A closer between words or in code may be talked about in thoughts too: in code, what follows is held
 * back until the code ends, for code that never ends was none; between words it closes, and another one on a line of its
 * own later shows that it did not.
 */
export function thinkingSplitter({ startsThinking = false, follow }: SplitterOptions = {}): ThinkingSplitter {
  let place: Place = startsThinking ? { in: 'thoughts', closers: allThoughtEnds } : { in: 'answer' };
  let held = '';
  let isOver = false;
  /** The opener may be repeated although the prompt held it. */
  let mayRepeatOpener = startsThinking;
  /** A sentence may open the thoughts, as their first words. */
  let mayOpenBySentence = !startsThinking;
  let hasChannel = false;
  /** What ends the answer's own bracket, where it has one. */
  let wrapperEnd: string | undefined;
  const code = codeTracker();
  /** Thoughts that came apart, until the text begins. */
  let apart: string[] = [];
  let doubt: Doubt | undefined;
  /** In thoughts, from a closer in code on: told as thoughts once the code ends. */
  let withheld: string[] | undefined;
  /** Until the text has ended inside code that therefore was none. */
  let trustsCode = true;
  const pieces = newPieces(follow);
  if (startsThinking) {
    pieces.skipSpace();
    pieces.noteThought();
  }

  function read(kind: 'thinking' | 'text', text: string): void {
    code.take(text);
    if (doubt && doubt.code !== code) doubt.code.take(text);
    if (withheld) withheld.push(text);
    else pieces.tell(kind, text);
  }

  function enter(next: Place): void {
    place = next;
    pieces.skipSpace();
    if (next.in !== 'channel head') code.reset();
  }

  /** Takes what it can from the front of `held`; returns whether it got further. */
  function advance(): boolean {
    switch (place.in) {
      case 'thoughts':
        return inThoughts(place.closers);
      case 'channel head':
        return inChannelHead();
      case 'answer':
        return inAnswer();
    }
  }

  /**
   * Tells what stands in `held` up to the first marker that acts, or all of it; returns whether one did. `onMarker`
   * and `onLineEnd` return whether they acted, with `held` as it is to be read on.
   */
  function scan(
    kind: 'thinking' | 'text',
    markers: readonly string[],
    onMarker: (marker: string, at: number) => boolean,
    onLineEnd?: (at: number) => boolean,
  ): boolean {
    const special = firstSign(markers);
    let from = 0;
    const pass = (to: number): void => {
      read(kind, held.slice(from, to));
      from = to;
    };
    special.lastIndex = 0;
    for (let match = special.exec(held); match; match = special.exec(held)) {
      const at = match.index;
      const sign = match[0];
      if (sign === '\n' || sign === '`' || sign === '~') {
        if (sign === '\n' && onLineEnd) {
          pass(at);
          if (onLineEnd(at)) return true;
        }
        pass(at + 1);
        continue;
      }
      pass(at);
      const marker = markerAt(held, at, markers);
      if (marker === undefined) continue;
      const isNextKnown = marker !== 'perhaps' && at + marker.length < held.length;
      if (!isNextKnown && !isOver) {
        held = held.slice(at);
        return false;
      }
      if (marker !== 'perhaps' && onMarker(marker, at)) return true;
    }
    pass(held.length);
    held = '';
    return false;
  }

  function inThoughts(ends: readonly string[]): boolean {
    if (mayRepeatOpener) {
      held = held.trimStart();
      const repeated = markerAt(held, 0, openers);
      if ((repeated === 'perhaps' || held === '') && !isOver) return false;
      mayRepeatOpener = false;
      if (repeated !== 'perhaps' && repeated !== undefined) held = held.slice(repeated.length);
    }
    const hasClosed = scan(
      'thinking',
      ends,
      (marker, at) => {
        if (trustsCode && code.isInside()) {
          withheld ??= [];
          return false;
        }
        release();
        if (isSentence(marker) && !code.isLineBlank()) return false;
        const before = code.tail();
        const after = held.charAt(at + marker.length);
        if (isQuoted(before, after)) return false;
        const isDoubtful = isTag(marker) && !code.isLineBlank() && isTalkedAbout(before, after);
        const written = held.slice(at, at + marker.length);
        held = held.slice(at);
        close(marker);
        if (isDoubtful) doubt = { marker: written, code };
        return true;
      },
      at => {
        if (!withheld) return false;
        if (!code.isInside()) release();
        if (!withheld || code.isInFence()) return false;
        // A backtick without its pair: no code, and the closer was one.
        closeAtWithheld(held.slice(at));
        return true;
      },
    );
    if (hasClosed || !isOver || !withheld) return hasClosed;
    if (code.isInside()) {
      trustsCode = false;
      closeAtWithheld('');
      return true;
    }
    release();
    return false;
  }

  /** What was withheld is part of the thoughts. */
  function release(): void {
    const text = withheld?.join('');
    withheld = undefined;
    if (text) pieces.tell('thinking', text);
  }

  /** What was withheld begins with the end of the thoughts. */
  function closeAtWithheld(rest: string): void {
    held = (withheld ?? []).join('') + rest;
    withheld = undefined;
    const marker = markerAt(held, 0, place.in === 'thoughts' ? place.closers : []);
    if (marker !== undefined && marker !== 'perhaps') close(marker);
  }

  /** Leaves the thoughts; `held` begins with the marker. */
  function close(marker: string): void {
    // A channel's content may end without an end marker, right before the next message.
    const isNextHead = channelHeads.includes(marker);
    if (!isNextHead) held = held.slice(marker.length);
    enter({ in: isNextHead ? 'channel head' : 'answer' });
  }

  function inChannelHead(): boolean {
    const to = held.slice(0, longestChannelHead + channelName.length).indexOf(channelName);
    if (to === -1) {
      if (!isOver && held.length <= longestChannelHead + channelName.length) return false;
      place = { in: 'answer' };
      // Read on from its second sign, or it would be a head again.
      read('text', held.charAt(0));
      held = held.slice(1);
      return true;
    }
    const channel = /<\|channel\|>\s*(\w+)/i.exec(held.slice(0, to))?.[1] ?? finalChannel;
    held = held.slice(to + channelName.length);
    hasChannel = true;
    if (channel.toLowerCase() === finalChannel) enter({ in: 'answer' });
    else enter({ in: 'thoughts', closers: channelThoughtEnds });
    return true;
  }

  function inAnswer(): boolean {
    if (mayOpenBySentence) {
      const isOpened = opensBySentence();
      if (mayOpenBySentence || isOpened) return isOpened;
    }
    return scan('text', answerMarkers, (marker, at) => {
      const isCloser = closers.includes(marker);
      const isEchoed = isCloser && pieces.hasThought && pieces.hasText && pieces.isEcho;
      const after = held.charAt(at + marker.length);
      if (isCloser && doubt && !isEchoed && settles(doubt, after)) {
        rethinkDoubted(doubt.marker ?? held.slice(at, at + marker.length));
        held = held.slice(at + marker.length);
        return true;
      }
      if (code.isInside()) return false;
      const isLineBlank = code.isLineBlank();
      if (isTag(marker) && !isLineBlank && isTalkedAbout(code.tail(), after)) return false;
      if (actsOn(marker, isEchoed)) {
        act(marker, at);
        return true;
      }
      // Another end of thoughts that are over.
      if (!isCloser || !isLineBlank || !isSpaceOrEnd(after)) return false;
      held = held.slice(at + marker.length);
      pieces.skipSpace();
      return true;
    });
  }

  /** Looks at the first words, for as long as they may be that sentence; returns whether it opened thoughts. */
  function opensBySentence(): boolean {
    const words = held.trimStart();
    const blank = held.slice(0, held.length - words.length);
    read('text', blank);
    held = words;
    const sentence = markerAt(held, 0, openingSentences);
    if ((held === '' || sentence === 'perhaps') && !isOver) return false;
    mayOpenBySentence = false;
    if (sentence === undefined || sentence === 'perhaps' || pieces.hasThought) return false;
    held = held.slice(sentence.length);
    enter({ in: 'thoughts', closers: sentenceClosers });
    pieces.noteThought();
    return true;
  }

  /** Whether a marker that stands in the answer, outside code, means what it says. */
  function actsOn(marker: string, isEchoed: boolean): boolean {
    if (openers.includes(marker)) return !pieces.hasThought || code.isLineBlank();
    if (closers.includes(marker)) return !pieces.hasThought || !pieces.hasText || isEchoed;
    if (channelHeads.includes(marker)) return hasChannel || !pieces.hasText;
    if (channelEnds.includes(marker)) return hasChannel;
    return marker === wrapperEnd || (!pieces.hasText && wrappers.has(marker));
  }

  function act(marker: string, at: number): void {
    if (channelHeads.includes(marker)) {
      held = held.slice(at);
      place = { in: 'channel head' };
      return;
    }
    held = held.slice(at + marker.length);
    const bracket = brackets.find(({ opener }) => opener === marker);
    if (bracket) enter({ in: 'thoughts', closers: [bracket.closer] });
    else if (closers.includes(marker)) rethink();
    else if (marker === wrapperEnd) wrapperEnd = undefined;
    else {
      wrapperEnd = wrappers.get(marker);
      enter({ in: 'answer' });
    }
  }

  /** A closer that nothing opened. */
  function rethink(): void {
    if (pieces.hasText) pieces.turnTextIntoThoughts();
    enter({ in: 'answer' });
  }

  /** A closer shows that thoughts had not ended where they seemed to. */
  function rethinkDoubted(restored: string): void {
    pieces.turnTextIntoThoughts(restored);
    doubt = undefined;
    enter({ in: 'answer' });
  }

  function run(text: string): readonly Piece[] {
    held += text;
    while (advance()) if (held === '') break;
    return pieces.take();
  }

  /** Most pieces hold nothing that could mean anything: they are told as they are. */
  function plain(text: string): readonly Piece[] | undefined {
    if (held !== '' || pieces.skipsSpace || withheld || doubt || text === '') return undefined;
    if (place.in === 'answer') {
      if (!pieces.hasText || anySign.test(text)) return undefined;
      code.takePlain(text);
      return pieces.plain('text', text);
    }
    if (place.in === 'channel head' || mayRepeatOpener || anySign.test(text)) return undefined;
    if (place.closers === sentenceClosers) return undefined;
    code.takePlain(text);
    return pieces.plain('thinking', text);
  }

  /** The text begins: thoughts that ended inside code were torn, by a server that took a quoted tag for their end. */
  function lookForTear(): void {
    const thoughts = codeTracker();
    thoughts.take(apart.join(''));
    if (thoughts.isInside() && place.in === 'answer') doubt = { code: thoughts };
    apart = [];
  }

  return {
    push(text) {
      if (apart.length > 0 && text !== '') lookForTear();
      return plain(text) ?? run(text);
    },
    end() {
      isOver = true;
      return run('');
    },
    thoughtsComeApart(text) {
      if (!pieces.hasText && !doubt && held === '') apart.push(text);
      pieces.noteThought();
      if (mayRepeatOpener && held.trim() === '') {
        mayRepeatOpener = false;
        enter({ in: 'answer' });
      }
    },
  };
}

const anySign = /[<[◁`~\n]/;
const allThoughtEnds = [...closers, ...channelEnds];
const channelThoughtEnds = [...channelEnds, ...channelHeads];

const isSentence = (marker: string): boolean => sentenceClosers.includes(marker);
