// Bytes to frames: the JSON texts of a server-sent event stream or of newline-delimited JSON, cut anywhere.
import { createParser } from 'eventsource-parser';

/**
 * One frame's text. `event` is the name that the server gave it: "error" for the bare `error: {…}` line too.
 */
export type OnFrame = (data: string, event?: string) => void;

export interface FrameReader {
  /** Calls back for each frame that is now complete. Throws `TooLong` when a line outgrows the limit. */
  push(bytes: Uint8Array): void;
  /** The bytes are over: a last line without its line end counts too. */
  end(): void;
}

/** A line, or the lines of one event, longer than the reader may keep. */
export class TooLong extends Error {
  constructor(readonly limitBytes: number) {
    super(`a line of more than ${limitBytes} bytes`);
    this.name = 'TooLong';
  }
}

/** The longest line of a real server that was seen, one with log probabilities, has some kilobytes. */
export const lineLimitBytes = 1 << 20;

/** Server-sent events. Comments (the pings of a server that is reading the prompt) are skipped. */
export function sseFrames(onFrame: OnFrame, limitBytes = lineLimitBytes): FrameReader {
  const parser = createParser({
    onEvent: ({ data, event }) => {
      if (data !== '') onFrame(data, event);
    },
    onError: error => {
      if (error.type === 'max-buffer-size-exceeded') throw new TooLong(limitBytes);
      if (error.type !== 'unknown-field' || error.line === undefined) return;
      // Older llama.cpp servers write errors as a field of their own, and some servers send bare JSON.
      if (error.field === 'error') onFrame(error.value ?? '', 'error');
      else if (/^\s*[{<]/.test(error.line)) onFrame(error.line);
    },
    maxBufferSize: limitBytes,
  });
  const feed = withLineFeeds(text => parser.feed(text));
  return wholeLines(feed, { lastLineEnd: lastOfAnyKind(), atEnd: '\n\n', limitBytes });
}

/** One JSON object a line. */
export function ndjsonFrames(onFrame: OnFrame, limitBytes = lineLimitBytes): FrameReader {
  return wholeLines(
    text => {
      let from = 0;
      for (let to = text.indexOf('\n'); to !== -1; to = text.indexOf('\n', from)) {
        const line = text.slice(from, to);
        if (line !== '' && line !== '\r') onFrame(line);
        from = to + 1;
      }
    },
    { lastLineEnd: bytes => bytes.lastIndexOf(lineFeed), atEnd: '\n', limitBytes },
  );
}

/**
 * What calls itself JSON: one object, from a server that does not stream, or a stream of events under a wrong
 * name. Its first sign tells.
 */
export function wholeOrSseFrames(onFrame: OnFrame, limitBytes: number): FrameReader {
  const events = sseFrames(onFrame);
  const decoder = new TextDecoder();
  let isEvents = false;
  let whole = '';
  let length = 0;
  return {
    push(bytes) {
      if (isEvents) {
        events.push(bytes);
        return;
      }
      length += bytes.length;
      if (length > limitBytes) throw new TooLong(limitBytes);
      const hadBegun = whole !== '';
      whole = hadBegun
        ? whole + decoder.decode(bytes, { stream: true })
        : decoder.decode(bytes, { stream: true }).trimStart();
      if (hadBegun || whole === '' || whole.startsWith('{')) return;
      isEvents = true;
      events.push(bytes);
    },
    end() {
      if (!isEvents && whole !== '') onFrame(whole + decoder.decode());
      events.end();
    },
  };
}

/**
 * Every line end as a line feed: for each carriage return the parser would look through all that follows for the feed
 * that may belong to it. One that begins a text may belong to the return that ended the text before.
 */
function withLineFeeds(feed: (text: string) => void): (text: string) => void {
  let endedInReturn = false;
  return text => {
    const rest = endedInReturn && text.startsWith('\n') ? text.slice(1) : text;
    endedInReturn = rest.endsWith('\r');
    feed(rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest);
  };
}

const lineFeed = 10;
const carriageReturn = 13;

interface Lines {
  /** Where the last line end of these bytes is; -1: nowhere. */
  lastLineEnd(bytes: Uint8Array): number;
  /** What ends a last line, and a last event, that the server did not end. */
  readonly atEnd: string;
  readonly limitBytes: number;
}

/**
 * Hands on text only up to the last line end. A line end is never part of a longer UTF-8 sequence, so no
 * character is ever cut, and every byte is decoded once, a whole frame at a time.
 */
function wholeLines(feed: (text: string) => void, { lastLineEnd, atEnd, limitBytes }: Lines): FrameReader {
  const decoder = new TextDecoder();
  let held = new Uint8Array(1024);
  let heldLength = 0;

  function hold(bytes: Uint8Array): void {
    const length = heldLength + bytes.length;
    if (length > limitBytes) throw new TooLong(limitBytes);
    if (length > held.length) {
      const larger = new Uint8Array(Math.max(length, held.length * 2));
      larger.set(held.subarray(0, heldLength));
      held = larger;
    }
    held.set(bytes, heldLength);
    heldLength = length;
  }

  return {
    push(bytes) {
      const lineEnd = lastLineEnd(bytes);
      if (lineEnd === -1) {
        hold(bytes);
        return;
      }
      const complete = bytes.subarray(0, lineEnd + 1);
      let text: string;
      if (heldLength === 0) text = decoder.decode(complete);
      else {
        hold(complete);
        text = decoder.decode(held.subarray(0, heldLength));
        heldLength = 0;
      }
      if (lineEnd + 1 < bytes.length) hold(bytes.subarray(lineEnd + 1));
      feed(text);
    },
    end() {
      const text = decoder.decode(held.subarray(0, heldLength));
      heldLength = 0;
      feed(text + atEnd);
    },
  };
}

/**
 * Server-sent events may end their lines with a carriage return alone; where one line feed came, none does.
 */
function lastOfAnyKind(): (bytes: Uint8Array) => number {
  let hasLineFeed = false;
  return bytes => {
    const last = bytes.lastIndexOf(lineFeed);
    hasLineFeed ||= last !== -1;
    return hasLineFeed ? last : bytes.lastIndexOf(carriageReturn);
  };
}
