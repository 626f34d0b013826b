// The W3C Web Annotation Data Model (https://www.w3.org/TR/annotation-model/), as far as Marginalia writes it.
// Objects are loose: properties that we do not know survive a round trip.
import * as v from 'valibot';
import { compareText } from '../base/ordered';

/** https://www.w3.org/TR/annotation-model/#text-quote-selector. Offsets count UTF-16 units of the plain text. */
export const TextQuoteSelector = v.looseObject({
  type: v.literal('TextQuoteSelector'),
  exact: v.string(),
  prefix: v.optional(v.string()),
  suffix: v.optional(v.string()),
});
export const TextPositionSelector = v.looseObject({
  type: v.literal('TextPositionSelector'),
  start: v.pipe(v.number(), v.integer(), v.minValue(0)),
  end: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export const OtherSelector = v.looseObject({ type: v.string() });
export const Selector = v.union([TextQuoteSelector, TextPositionSelector, OtherSelector]);
export type Selector = v.InferOutput<typeof Selector>;

export const Target = v.looseObject({
  /** "marginalia:/<chapter>/<language>/<passage>" for a passage, else the URI of a code file. */
  source: v.string(),
  selector: v.optional(v.array(Selector)),
  /** The function or class that encloses the code, where one was known. */
  'marginalia:symbol': v.optional(v.string()),
  /** Of code: what is kept of the lines around it (`code/sketch.ts`). One that is damaged counts as none. */
  'marginalia:sketch': v.optional(v.unknown()),
});
export type Target = v.InferOutput<typeof Target>;

export const TextualBody = v.looseObject({
  type: v.literal('TextualBody'),
  value: v.string(),
  format: v.optional(v.string()),
  language: v.optional(v.string()),
  purpose: v.optional(v.string()),
});
export const Body = v.union([TextualBody, v.looseObject({ type: v.optional(v.string()) })]);
export type Body = v.InferOutput<typeof Body>;

export const Verdict = v.picklist(['right', 'partly', 'wrong', 'unproven']);
export type Verdict = v.InferOutput<typeof Verdict>;

/** A figure of a margin note: one value, or two that are compared. */
export const Figure = v.object({
  from: v.optional(v.number()),
  to: v.number(),
  unit: v.optional(v.string()),
  /** Length of the axis for the drawing, default 100. */
  axis: v.optional(v.number()),
});
export type Figure = v.InferOutput<typeof Figure>;

export const Annotation = v.looseObject({
  '@context': v.optional(v.unknown()),
  /** A URN: "urn:uuid:…" for a reader's own, "urn:marginalia:<chapter>:<name>" for an editorial one. */
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
  type: v.literal('Annotation'),
  /** "highlighting", "commenting", "assessing" (a claim check), "describing" (a saved step). */
  motivation: v.optional(v.union([v.string(), v.array(v.string())])),
  created: v.optional(v.string()),
  modified: v.optional(v.string()),
  body: v.optional(v.array(Body), []),
  target: v.pipe(v.array(Target), v.minLength(1)),
  'marginalia:verdict': v.optional(Verdict),
  'marginalia:figure': v.optional(Figure),
  /** Which claim of its chapter's story an editorial note is about: its author's own name for it. */
  'marginalia:claim': v.optional(v.string()),
  /** Ids in sources.json. */
  'marginalia:sources': v.optional(v.array(v.string())),
  /** What was read of the source: "tables", "abstract", "quoted". */
  'marginalia:evidence': v.optional(v.picklist(['tables', 'text', 'abstract', 'quoted', 'computed'])),
  /** What the card asks; one TextualBody per language. */
  'marginalia:question': v.optional(v.array(TextualBody)),
  /** Code that the card shows with its question. */
  'marginalia:code': v.optional(v.string()),
  /** A saved step: where it came from. */
  'marginalia:step': v.optional(
    v.looseObject({ run: v.string(), number: v.number(), model: v.string(), code: v.optional(v.string()) }),
  ),
  /** What was predicted of a run and was otherwise: what the card asks again. */
  'marginalia:prediction': v.optional(
    v.looseObject({
      run: v.string(),
      /** When that ran, as its trace says, and which of its questions it is. */
      at: v.number(),
      question: v.string(),
      kind: v.string(),
      what: v.optional(v.string()),
      name: v.optional(v.string()),
      line: v.number(),
      /** The call that was run. */
      call: v.string(),
      code: v.string(),
      firstLine: v.number(),
      before: v.array(v.object({ name: v.string(), text: v.string() })),
      /** What is compared with the reader's answer. */
      seen: v.string(),
    }),
  ),
});
export type Annotation = v.InferOutput<typeof Annotation>;

export interface PassageAddress {
  readonly chapter: string;
  readonly language: string;
  readonly passage: string;
}

export function passageSource(address: PassageAddress): string {
  return `marginalia:/${address.chapter}/${address.language}/${address.passage}`;
}

/** `undefined` where the source is no passage. */
export function passageAddress(source: string): PassageAddress | undefined {
  const parts = /^marginalia:\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(source);
  if (!parts) return undefined;
  const [, chapter = '', language = '', passage = ''] = parts;
  return { chapter, language, passage };
}

/** What notes are looked up by: a passage in whichever language, or the URI of a file. */
export function sourceKey(source: string): string {
  const address = passageAddress(source);
  return address ? passageKey(address) : source;
}

export function passageKey({ chapter, passage }: Pick<PassageAddress, 'chapter' | 'passage'>): string {
  return `marginalia:/${chapter}/*/${passage}`;
}

/** By the time at which they were first made, whatever was done to them since. */
export function compareAnnotations(one: Annotation, other: Annotation): number {
  return compareText(one.created ?? '', other.created ?? '') || compareText(one.id, other.id);
}

/** An editorial note that the reader kept may stand among the reader's own; it is still the editor's. */
export function isReaders(annotation: Annotation): boolean {
  return !annotation.id.startsWith('urn:marginalia:');
}

/** A question that a chapter asks about a passage as a whole: it stands after the passages, not beside their words. */
export function isPrompt({ motivation }: Annotation): boolean {
  return motivation === 'questioning';
}

/** The words that the annotation was made on; empty where it names none. */
export function quoteOf(target: Target): string {
  const selector = target.selector?.find(({ type }) => type === 'TextQuoteSelector');
  return typeof selector?.exact === 'string' ? selector.exact : '';
}
