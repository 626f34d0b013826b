// Splits a model's thoughts off its answer where a server sends both as one text: tags of every kind that was
// seen, cut anywhere, never closed, closed but never opened, or meant literally inside code.
import { codeTracker } from './codeTracker';

export type Piece =
  | { readonly kind: 'thinking' | 'text'; readonly text: string }
  /** All text told by earlier calls was thinking, and so is `text`. */
  | { readonly kind: 'rethink'; readonly text: string };

export interface ThinkingSplitter {
  /** Takes the next piece, cut anywhere; returns what can already be told. */
  push(text: string): readonly Piece[];
  /** The text is over: what was held back is told now. */
  end(): readonly Piece[];
  /** The server sends thoughts apart: the text is the answer, whatever the prompt's end promised. */
  thoughtsComeApart(): void;
}

/** One kind of bracket around thoughts. */
interface Bracket {
  readonly opener: string;
  readonly closer: string;
}

const brackets: readonly Bracket[] = [
  ...['think', 'thinking', 'thought', 'reasoning', 'seed:think'].map(name => ({
    opener: `<${name}>`,
    closer: `</${name}>`,
  })),
  // Gemma 4, told by its tokenizer's `soc_token` and `eoc_token`.
  { opener: '<|channel>thought', closer: '<channel|>' },
  // Magistral and Kimi.
  { opener: '[THINK]', closer: '[/THINK]' },
  { opener: '◁think▷', closer: '◁/think▷' },
];

/** gpt-oss's Harmony format: a channel's name stands between these two, its content up to an end marker. */
const channelOpener = '<|channel|>';
const channelName = '<|message|>';
const channelEnds = ['<|end|>', '<|return|>', '<|call|>'];
/** Between the messages of one answer, e.g. `<|start|>assistant<|channel|>final<|message|>`. */
const channelStart = '<|start|>';
const channelHeads = [channelOpener, channelStart];
/** `analysis` holds thoughts; `commentary` is what the model says before it calls a tool. */
const answerChannel = 'final';
/** A channel's head is a few words; whatever is longer is text that only looks like one. */
const longestChannelHead = 200;

/**
 * What stands around a tag that is talked about: a word and a space, or a quotation mark; the end counts too.
 */
const wordBefore = /(?:[\p{L}\p{N},][ \t]|["'“‘(])$/u;
const wordAfter = /^(?:[ \t"'”’),.;:]|)$/;

const openers = brackets.map(bracket => bracket.opener);
const closers = brackets.map(bracket => bracket.closer);
const isTag = (marker: string): boolean => openers.includes(marker) || closers.includes(marker);
/** Everything that means something in the answer. */
const answerMarkers = [...openers, ...closers, ...channelHeads, ...channelEnds];
/** First characters of those markers, and how long one can be. */
const markerStarts = '<[◁';
const longestMarker = Math.max(...answerMarkers.map(marker => marker.length));
/** What a marker can begin with, or what decides whether one is meant literally. */
const special = /[<[◁`~\n]/g;
const anySpecial = new RegExp(special.source);
const anyMarkerStart = /[<[◁]/;

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
  /** Whether the text so far only repeats thoughts that came apart from it. */
  readonly isEcho?: () => boolean;
}

/**
 * A splitter for one answer. With `startsThinking` the answer begins in thoughts; without it, a closer that
 * nothing opened makes everything before it thoughts (`rethink`).
 *
 * A tag in the middle of a line may be talked about ("up to the </think> tag"): it is when it stands between
 * words, and an opener is once thoughts were seen. White space at the inner and outer edge of a tag belongs
 * to the tag.
 */
export function thinkingSplitter({ startsThinking = false, isEcho }: SplitterOptions = {}): ThinkingSplitter {
  let place: Place = startsThinking ? { in: 'thoughts', closers: allThoughtEnds } : { in: 'answer' };
  let held = '';
  let isOver = false;
  /** White space that comes next is part of a tag. */
  let skipsSpace = startsThinking;
  /** The opener may be repeated although the prompt held it. */
  let mayRepeatOpener = startsThinking;
  let hasThought = startsThinking;
  let hasChannel = false;
  let hasText = false;
  /** White space before the first word: part of the answer, or of the tag that may follow. */
  let lead = '';
  const code = codeTracker();
  let pieces: Piece[] = [];

  function tell(kind: 'thinking' | 'text', text: string): void {
    if (skipsSpace) {
      text = text.trimStart();
      if (text === '') return;
      skipsSpace = false;
    }
    if (text === '') return;
    if (kind === 'thinking') hasThought = true;
    else if (!hasText) {
      lead += text;
      if (lead.trim() === '') return;
      hasText = true;
      text = lead;
      lead = '';
    }
    const last = pieces.at(-1);
    if (last && last.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + text };
    else pieces.push({ kind, text });
  }

  function enter(next: Place): void {
    place = next;
    skipsSpace = true;
    lead = '';
    if (next.in === 'answer') code.reset();
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

  function inThoughts(ends: readonly string[]): boolean {
    if (mayRepeatOpener) {
      const start = held.trimStart();
      const repeated = markerAt(start, 0, openers);
      if (repeated === 'perhaps' && !isOver) return false;
      if (start === '' && !isOver) return false;
      mayRepeatOpener = false;
      if (repeated !== 'perhaps' && repeated !== undefined) held = start.slice(repeated.length);
    }
    const found = firstOf(held, ends);
    if (found) {
      tell('thinking', held.slice(0, found.at));
      // A channel's content may end without an end marker, right before the next message.
      const isNextHead = channelHeads.includes(found.marker);
      held = held.slice(isNextHead ? found.at : found.at + found.marker.length);
      enter({ in: isNextHead ? 'channel head' : 'answer' });
      return true;
    }
    const keep = isOver ? 0 : lengthOfPartialMarker(held, ends);
    tell('thinking', held.slice(0, held.length - keep));
    held = held.slice(held.length - keep);
    return false;
  }

  function inChannelHead(): boolean {
    const to = held.indexOf(channelName);
    if (to === -1) {
      if (!isOver && held.length <= longestChannelHead) return false;
      enter({ in: 'answer' });
      tell('text', held);
      held = '';
      return false;
    }
    const channel = /<\|channel\|>\s*(\w+)/.exec(held.slice(0, to))?.[1] ?? answerChannel;
    held = held.slice(to + channelName.length);
    hasChannel = true;
    if (channel === answerChannel) enter({ in: 'answer' });
    else enter({ in: 'thoughts', closers: [...channelEnds, ...channelHeads] });
    return true;
  }

  function inAnswer(): boolean {
    let from = 0;
    special.lastIndex = 0;
    for (let match = special.exec(held); match; match = special.exec(held)) {
      const at = match.index;
      if (!markerStarts.includes(match[0])) {
        code.take(held.slice(from, at + 1));
        tell('text', held.slice(from, at + 1));
        from = at + 1;
        continue;
      }
      code.take(held.slice(from, at));
      tell('text', held.slice(from, at));
      from = at;
      if (code.isInside()) continue;
      const marker = markerAt(held, at, answerMarkers);
      if (marker === 'perhaps' && !isOver) {
        held = held.slice(at);
        return false;
      }
      if (marker === undefined || marker === 'perhaps') continue;
      if (isTag(marker) && !code.isLineBlank()) {
        const next = held.charAt(at + marker.length);
        if (next === '' && !isOver) {
          held = held.slice(at);
          return false;
        }
        if (wordBefore.test(code.tail()) && wordAfter.test(next)) continue;
      }
      if (!actsOn(marker)) continue;
      act(marker, at);
      return true;
    }
    code.take(held.slice(from));
    tell('text', held.slice(from));
    held = '';
    return false;
  }

  /** Whether a marker that stands in the answer, outside code, means what it says. */
  function actsOn(marker: string): boolean {
    if (openers.includes(marker)) return !hasThought || code.isLineBlank();
    if (closers.includes(marker)) return !hasThought || !hasText || isEcho?.() === true;
    if (channelHeads.includes(marker)) return hasChannel || !hasText;
    return hasChannel;
  }

  function act(marker: string, at: number): void {
    const bracket = brackets.find(({ opener }) => opener === marker);
    if (channelHeads.includes(marker)) {
      held = held.slice(at);
      place = { in: 'channel head' };
      return;
    }
    held = held.slice(at + marker.length);
    if (bracket) enter({ in: 'thoughts', closers: [bracket.closer] });
    else if (closers.includes(marker)) rethink();
    else enter({ in: 'answer' });
  }

  /** A closer that nothing opened. */
  function rethink(): void {
    if (hasText) {
      const untold = pieces.map(piece => piece.text).join('');
      pieces = [{ kind: 'rethink', text: untold }];
      hasThought = true;
      hasText = false;
    }
    enter({ in: 'answer' });
  }

  function run(text: string): readonly Piece[] {
    held += text;
    pieces = [];
    while (advance()) if (held === '') break;
    return pieces;
  }

  /** Most pieces hold nothing that could mean anything: they are told as they are. */
  function plain(text: string): readonly Piece[] | undefined {
    if (held !== '' || skipsSpace || text === '') return undefined;
    if (place.in === 'answer') {
      if (!hasText || anySpecial.test(text)) return undefined;
      code.take(text);
      return [{ kind: 'text', text }];
    }
    if (place.in === 'channel head' || mayRepeatOpener || anyMarkerStart.test(text)) return undefined;
    hasThought = true;
    return [{ kind: 'thinking', text }];
  }

  return {
    push: text => plain(text) ?? run(text),
    end() {
      isOver = true;
      return run('');
    },
    thoughtsComeApart() {
      hasThought = true;
      if (mayRepeatOpener && held.trim() === '') {
        mayRepeatOpener = false;
        enter({ in: 'answer' });
      }
    },
  };
}

const longestTemplateEnd = 400;

/** Whether a chat template knows of thoughts, by a bracket around them or by a switch for them. */
export function mentionsThoughts(template: string): boolean {
  const words = [...openers, ...closers, channelOpener, 'reasoning_content', 'enable_thinking'];
  return words.some(word => template.includes(word));
}

/** Whether a chat template, or the prompt that it made, ends by opening thoughts. */
export function opensThoughts(template: string): boolean {
  // What follows the opener in a template are only its own commands: `{{ end }}`, `{%- endif %}`.
  const end = template
    .slice(-longestTemplateEnd)
    .replace(/(?:\s|\{\{-?\s*end\s*-?\}\}|\{%-?\s*endif\s*-?%\}|\\n|['"}%-])*$/g, '');
  return openers.some(opener => end.endsWith(opener));
}

const allThoughtEnds = [...closers, ...channelEnds];

/**
 * The marker at this place of the text; 'perhaps' where the text ends before that can be told. A longer
 * marker is not waited for when a shorter one is complete: none is the beginning of another.
 */
function markerAt(text: string, at: number, markers: readonly string[]): string | 'perhaps' | undefined {
  const rest = text.length - at;
  let isPartial = false;
  for (const marker of markers) {
    if (text.startsWith(marker, at)) return marker;
    isPartial ||= rest < marker.length && marker.startsWith(text.slice(at));
  }
  return isPartial ? 'perhaps' : undefined;
}

function firstOf(
  text: string,
  markers: readonly string[],
): { readonly at: number; readonly marker: string } | undefined {
  let first: { readonly at: number; readonly marker: string } | undefined;
  for (const marker of markers) {
    const at = text.indexOf(marker);
    if (at !== -1 && (first === undefined || at < first.at)) first = { at, marker };
  }
  return first;
}

/** How many characters at the end of the text could be the beginning of a marker. */
function lengthOfPartialMarker(text: string, markers: readonly string[]): number {
  for (let at = Math.max(0, text.length - longestMarker); at < text.length; at += 1) {
    if (!markerStarts.includes(text.charAt(at))) continue;
    const tail = text.slice(at);
    if (markers.some(marker => marker.startsWith(tail))) return tail.length;
  }
  return 0;
}
