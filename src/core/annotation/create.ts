// Makes annotations: of a passage, of code, of a step of a run. Selectors are those of the W3C model.

import { anchor, contextLength } from './anchor';
import type { Annotation, PassageAddress, Selector, Target } from './annotation';
import { passageSource } from './annotation';
import { codeLines } from './code/codeLines';
import { type CodeSketch, sketchOf } from './code/sketch';
import { longestNote, NoteTooLong } from './refusal';

/** What every new annotation is given from outside. */
interface Birth {
  /** A URN, "urn:uuid:…". */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Markdown; none or only spaces: a highlight. */
  readonly note?: string | undefined;
}

export interface PassageSelection extends Birth, PassageAddress {
  readonly plainText: string;
  /** UTF-16 offsets in the plain text. */
  readonly start: number;
  readonly end: number;
}

export interface CodeSelection extends Birth {
  readonly uri: string;
  /** The whole document. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly symbol?: string | undefined;
}

/** A `Run` and one of its steps, as far as they are needed here. */
export interface StepSelection extends Birth {
  readonly run: {
    readonly id: string;
    readonly excerpt: {
      readonly uri: string;
      readonly symbol?: string | undefined;
      readonly firstLine: number;
      readonly text: string;
    };
    readonly destination?: { readonly model: string } | undefined;
  };
  readonly step: {
    readonly number: number;
    readonly lines?: { readonly first: number; readonly last: number } | undefined;
    readonly text: string;
  };
  /** The document as it is now, where it can be read. */
  readonly documentText?: string | undefined;
}

/** A saved step keeps all the code that was sent up to this many characters, beyond it only the step's lines. */
export const longestKeptCode = 16_000;

/** Throws `RangeError` for a range that is empty or not in the text, `NoteTooLong` for the note. */
export function annotatePassage(selection: PassageSelection): Annotation {
  const { plainText, start, end } = selection;
  return born(selection, {
    source: passageSource(selection),
    selector: selectorsFor(plainText, start, end),
  });
}

/** Throws `RangeError` for a range that is empty or not in the text, `NoteTooLong` for the note. */
export function annotateCode(selection: CodeSelection): Annotation {
  const { uri, text, start, end, symbol } = selection;
  const selectors = selectorsFor(text, start, end);
  return born(selection, codeTarget(uri, selectors, symbol, sketchOf(codeLines(text), start, end)));
}

/**
 * Quotes the step's lines as they were when the run was made; all of the code for a step without lines. They get
 * a position only where the document still has them. Throws `RangeError` where there was no code at all.
 */
export function annotateStep(selection: StepSelection): Annotation {
  const { run, step, documentText } = selection;
  const { excerpt } = run;
  const { start, end } = stepRange(selection);
  const quoted = selectorsFor(excerpt.text, start, end).slice(0, 1);
  const place = documentText === undefined ? undefined : placeOf(quoted, start, end, excerpt, documentText);
  const selectors = place ? selectorsFor(place.text, place.start, place.end) : quoted;
  const sketch = place && sketchOf(codeLines(place.text), place.start, place.end);
  const body = {
    type: 'TextualBody' as const,
    value: step.text,
    format: 'text/markdown',
    purpose: 'describing',
  };
  const annotation = born(selection, codeTarget(excerpt.uri, selectors, excerpt.symbol, sketch));
  return {
    ...annotation,
    motivation: 'describing',
    body: [body, ...annotation.body],
    'marginalia:step': {
      run: run.id,
      number: step.number,
      model: run.destination?.model ?? '',
      code: excerpt.text.length <= longestKeptCode ? excerpt.text : excerpt.text.slice(start, end),
    },
  };
}

/** The annotation with another note, or with none. Other bodies stay. Throws `NoteTooLong`. */
export function withNote(annotation: Annotation, note: string, now: number): Annotation {
  const others = annotation.body.filter(body => !('purpose' in body && body.purpose === 'commenting'));
  const notes = noteBodies(note);
  const wasPlain = annotation.motivation === 'highlighting' || annotation.motivation === 'commenting';
  return {
    ...annotation,
    ...(wasPlain ? { motivation: notes.length > 0 ? 'commenting' : 'highlighting' } : {}),
    modified: new Date(now).toISOString(),
    body: [...others, ...notes],
  };
}

/** A quote with its surroundings, then its position. Throws `RangeError`. */
export function selectorsFor(text: string, start: number, end: number): Selector[] {
  if (!(start >= 0 && start < end && end <= text.length)) {
    throw new RangeError(`no range of a text of ${text.length} characters: ${start} to ${end}`);
  }
  const before = wholeFrom(text, Math.max(0, start - contextLength));
  const after = wholeUpTo(text, Math.min(text.length, end + contextLength));
  return [
    {
      type: 'TextQuoteSelector',
      exact: text.slice(start, end),
      prefix: text.slice(Math.min(before, start), start),
      suffix: text.slice(end, Math.max(after, end)),
    },
    { type: 'TextPositionSelector', start, end },
  ];
}

function born({ id, now, note = '' }: Birth, target: Target): Annotation {
  const at = new Date(now).toISOString();
  const body = noteBodies(note);
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id,
    type: 'Annotation',
    motivation: body.length > 0 ? 'commenting' : 'highlighting',
    created: at,
    modified: at,
    body,
    target: [target],
  };
}

function noteBodies(note: string): Annotation['body'] {
  if (note.trim() === '') return [];
  if (note.length > longestNote) throw new NoteTooLong(note.length, longestNote, 'characters');
  return [{ type: 'TextualBody', value: note, format: 'text/markdown', purpose: 'commenting' }];
}

function codeTarget(
  uri: string,
  selector: Selector[],
  symbol: string | undefined,
  sketch: CodeSketch | undefined,
): Target {
  return {
    source: uri,
    selector,
    ...(symbol === undefined ? {} : { 'marginalia:symbol': symbol }),
    ...(sketch === undefined ? {} : { 'marginalia:sketch': sketch }),
  };
}

/** Where the step's lines stand in the excerpt, without the last line's end. */
function stepRange({ run: { excerpt }, step }: StepSelection): { start: number; end: number } {
  if (!step.lines) return { start: 0, end: excerpt.text.length };
  const start = offsetOfLine(excerpt.text, step.lines.first - excerpt.firstLine);
  const next = offsetOfLine(excerpt.text, step.lines.last - excerpt.firstLine + 1);
  const end = start + excerpt.text.slice(start, next).replace(/(\r\n|\r|\n)$/, '').length;
  // An empty line has nothing to quote: the step is then about all of the code.
  return start < end ? { start, end } : { start: 0, end: excerpt.text.length };
}

/** Where the document has the step's lines, word for word. */
function placeOf(
  quoted: Selector[],
  start: number,
  end: number,
  excerpt: StepSelection['run']['excerpt'],
  text: string,
): { readonly text: string; readonly start: number; readonly end: number } | undefined {
  const offset = offsetOfExcerpt(excerpt, text);
  if (offset !== undefined) return { text, start: offset + start, end: offset + end };
  const found = anchor(quoted, text);
  const isThere =
    found.kind !== 'orphan' && text.slice(found.start, found.end) === excerpt.text.slice(start, end);
  return isThere ? { text, start: found.start, end: found.end } : undefined;
}

/** At its old line, else at the only place where all of it stands. */
function offsetOfExcerpt({ text, firstLine }: StepSelection['run']['excerpt'], documentText: string) {
  const old = offsetOfLine(documentText, firstLine - 1);
  if (documentText.startsWith(text, old)) return old;
  const first = documentText.indexOf(text);
  return first !== -1 && first === documentText.lastIndexOf(text) ? first : undefined;
}

/** The offset at which line `index` begins, counted from 0; the end of the text where it has no such line. */
function offsetOfLine(text: string, index: number): number {
  const lineEnd = /\r\n|\r|\n/g;
  for (let line = 0; line < index; line += 1) if (!lineEnd.exec(text)) return text.length;
  return lineEnd.lastIndex;
}

// A context that begins or ends inside a surrogate pair would not be text, so the half is left out.
function wholeFrom(text: string, at: number): number {
  return isLowSurrogate(text.charCodeAt(at)) && at > 0 ? at + 1 : at;
}

function wholeUpTo(text: string, at: number): number {
  return isLowSurrogate(text.charCodeAt(at)) ? at - 1 : at;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
