// What a card asks and what it shows afterwards, made from its annotation. Pure.
import { anchor } from '../../../core/annotation/anchor';
import {
  type Annotation,
  isPrompt,
  isReaders,
  passageAddress,
  quoteOf,
} from '../../../core/annotation/annotation';
import { isolated } from '../../../core/base/foreign';
import { inLanguage, isNamed, type Language } from '../../../core/chapter/chapter';
import type { Shown } from '../../shown';
import { type NoteText, noteText, questionText } from '../../ui/noteText';
import { plainOf } from '../../ui/plainOf';

export type CardKind = 'highlight' | 'note' | 'editorial' | 'prompt' | 'step' | 'prediction';

export interface CardFace {
  readonly kind: CardKind;
  /** "Chain of thought 8.2", or the file and symbol of a saved step. */
  readonly from: string;
  /** Asked in words; missing where a gap or the code is the question. */
  readonly question?: string;
  /** The sentence around the words, with the words apart. */
  readonly context?: { readonly before: string; readonly words: string; readonly after: string };
  /** Language of the passage's words. */
  readonly contextLanguage?: Language;
  /** The code of a saved step, with the lines that it is about apart; `lines` is empty for all of it. */
  readonly code?: { readonly before: string; readonly lines: string; readonly after: string };
  readonly note: NoteText;
  /** What was predicted of a run and was otherwise. */
  readonly prediction?: Prediction;
}

type Prediction = NonNullable<Annotation['marginalia:prediction']>;

export function cardFace(annotation: Annotation, shown: Shown, language: Language): CardFace {
  const note = noteText(annotation, language);
  const question = questionText(annotation, language);
  const prediction = annotation['marginalia:prediction'];
  if (prediction) return { kind: 'prediction', from: fromCode(annotation), note, prediction };
  const step = annotation['marginalia:step'];
  if (step) {
    const target = annotation.target[0];
    return {
      kind: 'step',
      from: fromCode(annotation),
      code: codeAround(step.code, target ? quoteOf(target) : ''),
      note,
      ...(question === '' ? {} : { question }),
    };
  }
  if (isPrompt(annotation)) {
    const code = annotation['marginalia:code'];
    const { from } = inPassage(annotation, shown, language);
    return {
      kind: 'prompt',
      from,
      note,
      question,
      ...(code === undefined ? {} : { code: codeAround(code, '') }),
    };
  }
  const kind = isReaders(annotation) ? (note.value === '' ? 'highlight' : 'note') : 'editorial';
  return {
    kind,
    note,
    ...(question === '' ? {} : { question }),
    ...inPassage(annotation, shown, language),
  };
}

function fromCode({ target: [target] }: Annotation): string {
  const file = isolated(target?.source.split('/').at(-1) ?? '');
  const symbol = target?.['marginalia:symbol'];
  return symbol === undefined ? file : `${file} › ${isolated(symbol)}`;
}

function codeAround(code: string | undefined, quote: string) {
  const at = code?.indexOf(quote) ?? -1;
  if (code === undefined || at < 0 || quote === '' || quote === code)
    return { before: code ?? quote, lines: '', after: '' };
  return {
    before: code.slice(0, at),
    lines: quote,
    after: code.slice(at + quote.length).replace(/^\r?\n/, ''),
  };
}

function inPassage(
  annotation: Annotation,
  { chapter: shown, otherChapters }: Shown,
  language: Language,
): Pick<CardFace, 'from' | 'context' | 'contextLanguage'> {
  const addressed = annotation.target.flatMap(target => {
    const address = passageAddress(target.source);
    return address ? [{ target, address }] : [];
  });
  const chosen = addressed.find(({ address }) => address.language === language) ?? addressed[0];
  // The passage of that name in another chapter is another passage.
  const chapter = chosen && [shown, ...otherChapters].find(one => isNamed(chosen.address.chapter, one));
  const passage = chapter?.passages.find(({ id }) => id === chosen?.address.passage);
  const quote = chosen ? quoteOf(chosen.target) : annotation.target.map(quoteOf).join(' ');
  if (!chosen || !chapter || !passage) return { from: '', context: { before: '', words: quote, after: '' } };
  const concept = chapter.concepts.find(({ id }) => id === passage.concept);
  const from = `${concept ? isolated(inLanguage(concept.title, language)) : ''} ${passage.number}`.trim();
  const contextLanguage: Language = chosen.address.language === 'zh-CN' ? 'zh-CN' : 'en';
  const plain = plainOf((passage.text[contextLanguage] ?? passage.text.en).markdown);
  const found = anchor(chosen.target.selector ?? [], plain);
  const context =
    found.kind === 'orphan' ? { before: '', words: quote, after: '' } : around(plain, found.start, found.end);
  return { from, contextLanguage, context };
}

/** The sentences that hold the words and one on each side; a long one is cut where it still tells its subject. */
export function around(plain: string, start: number, end: number) {
  const before = plain.slice(Math.max(0, start - mostAround), start);
  const after = plain.slice(end, end + mostAround);
  const begins = [...before.matchAll(sentenceEnd)].map(match => match.index + match[0].length);
  const ends = [...after.matchAll(sentenceEnd)].map(match => match.index + match[0].length);
  const isCutBefore = start > mostAround;
  const isCutAfter = end + mostAround < plain.length;
  const from = begins.at(-2) ?? (isCutBefore ? (begins.at(-1) ?? wordStart(before)) : 0);
  const to = ends[1] ?? (isCutAfter ? wordEnd(after) : after.length);
  return {
    before: (isCutBefore && begins.length === 0 ? '…' : '') + before.slice(from),
    words: plain.slice(start, end),
    after: after.slice(0, to).trimEnd() + (isCutAfter && ends[1] === undefined ? '…' : ''),
  };
}

/** The first whole word of a text that was cut anywhere; Chinese has no spaces to wait for. */
function wordStart(text: string): number {
  const space = text.search(/\s/);
  if (space >= 0 && space <= longestWord) return space + 1;
  return /^[\udc00-\udfff]/.test(text) ? 1 : 0;
}

/** The end of its last whole word. */
function wordEnd(text: string): number {
  const space = text.search(/\s\S*$/);
  if (space >= text.length - longestWord) return space;
  return /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
}

const mostAround = 240;
const longestWord = 40;

/** Blocks follow each other without a space in plain text, so a capital may follow a full stop at once. */
const sentenceEnd = /[.!?](?:\s+|$|(?=\p{Lu}))|[。！？]\s*/gu;
