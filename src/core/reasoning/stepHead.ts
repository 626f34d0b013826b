// The head of a step: which lines it names, in the many forms that models give it. Looks at a line's first characters
// only, so that a line may be decided while it is still being written.
import { clip, type LineSpan } from '../base/lines';
import { blanks, LineCursor } from './lineCursor';

export interface StepHead {
  /** Missing: a numbered step that names no line that was sent. */
  readonly lines?: LineSpan;
  /** How much of the line is head; the step's text follows. */
  readonly length: number;
}

/** A head is short: what is longer than this is text. Costs at most this much delay before a line shows. */
export const longestHead = 48;

/** `undecided`: more of the line must be seen. */
export type HeadReading = StepHead | 'none' | 'undecided';

/**
 * Reads the head of a line of which `text` has arrived. `sent`: the lines that the model was given; a head is clipped to
 * them, and one that names none of them is not tied to the code. In prose a head names its lines and ends in a colon:
 * numbered lists and sentences about lines stay what they are.
 */
export function readHead(
  text: string,
  isLineOver: boolean,
  sent: readonly LineSpan[],
  isProse: boolean,
): HeadReading {
  const cursor = new LineCursor(text.slice(0, longestHead));
  const reading = headAt(cursor, sent, isProse);
  const isAllSeen = isLineOver || text.length > longestHead;
  return cursor.hasSeenEnd && !isAllSeen ? 'undecided' : reading;
}

function headAt(cursor: LineCursor, sent: readonly LineSpan[], isProse: boolean): StepHead | 'none' {
  cursor.skip(openers);
  const ordinal = takeOrdinal(cursor);
  cursor.skip(openers);
  const from = cursor.at;
  if (cursor.takeFirst(leadWords)) cursor.skip(blanks);
  const named = takeLines(cursor);
  const end = named && takeEnd(cursor);
  if (named && end && isHead(named, end, isProse)) {
    const parts = sent.map(part => hullOf(named.spans.flatMap(span => clip(span, part) ?? [])));
    // One span cannot leave out what was not sent in between: it stays with the first part that is named.
    const lines = parts.find(part => part !== undefined);
    // "Line 3 adds one." is a head and a sentence: its words stay.
    const length = end.isSeparated || named.isLetter ? cursor.at : from;
    if (lines) return { lines, length };
    if (named.isMarked && !isProse) return { length };
  }
  return ordinal === undefined || isProse ? 'none' : { length: ordinal };
}

function isHead(named: Named, end: End, isProse: boolean): boolean {
  if (end.isWordGoingOn) return false;
  if (isProse) return named.isMarked && end.hasColon;
  return named.isMarked || (end.hasColon && !end.isBeforeDigit);
}

/** What may stand around the numbers, before them and after them. */
const quotes = '*_`"“”';
const bullets = '•·●○▪■◆◇‣►▶→➤➡✓✔✅🔹🔸👉📌\ufe0f①②③④⑤⑥⑦⑧⑨⑩';
const openers = `${blanks}${quotes}${bullets}#[(【「（>+-–—`;
const closers = `${quotes}])】」）>`;
const colons = ':：';
const separators = ':：.,，。—–-‐‑−|;；→⇒';
const arrows = ['->', '=>'];
/** A word that another begins with stands after it. */
const rangeWords = [...arrows, ...'→-‐‑‒–—−－~～〜…', '...', '..', 'through', 'thru', 'to', '至', '到'];
const listWords = [',', '，', '、', ';', '；', '&', '/', '+', 'and', 'or', '和', '与', '及', '或'];
/** "On line 3: …" */
const leadWords = ['on', 'in', 'at', 'from', '代码', '在', '从'];

/** "3. ", "Step 3: ", "步骤 3：", "第 3 步：": where the words after it begin. */
function takeOrdinal(cursor: LineCursor): number | undefined {
  const from = cursor.at;
  const isChinese = cursor.take('第');
  const isStep = isChinese || cursor.takeFirst(['step', '步骤']);
  cursor.skip(blanks);
  if (cursor.takeNumber(3) === undefined) return cursor.back(from);
  cursor.skip(isStep ? blanks : '');
  if (isChinese && !cursor.take('步')) return cursor.back(from);
  cursor.skip('*_');
  const mark = cursor.takeAny(isStep ? '.)、．:：' : '.)、．');
  const hasGap = cursor.skip(blanks) > 0 || mark === '：' || mark === '、';
  if (mark === undefined) return isStep ? undefined : cursor.back(from);
  if (hasGap) return cursor.at;
  // "1.L12: text": no numbered sentence, but lines may follow.
  return cursor.isAt(/[l第*([`【]/i) ? undefined : cursor.back(from);
}

interface Named {
  readonly spans: readonly LineSpan[];
  /** A letter or a word says that these are lines. */
  readonly isMarked: boolean;
  /** It is the letter alone, which no sentence begins with. */
  readonly isLetter: boolean;
}

function takeLines(cursor: LineCursor): Named | undefined {
  const spans: LineSpan[] = [];
  let isMarked = false;
  let isLetter = false;
  let isRange = false;
  /** After 第 no number is a line before its 行 has come. */
  let wantsUnit = false;
  for (;;) {
    const before = cursor.at;
    const mark = takeLineMark(cursor);
    const isOwed = wantsUnit;
    wantsUnit ||= mark === 'ordinal';
    const number = cursor.takeNumber(7) ?? (wantsUnit ? takeNumeral(cursor) : undefined);
    if (number === undefined) {
      wantsUnit = isOwed;
      cursor.back(before);
      break;
    }
    cursor.take('>');
    const isChinese = takeChineseUnit(cursor);
    // "第 3 步" is a step, and no line.
    const hasLines = spans.length > 0 && !isOwed;
    const goesOnBare = !hasLines && cursor.isAtAny([...rangeWords, ...listWords]);
    if (mark === 'ordinal' && !isChinese && !goesOnBare) {
      if (spans.length === 0) return undefined;
      wantsUnit = isOwed;
      cursor.back(before);
      break;
    }
    if (isChinese) wantsUnit = false;
    isMarked ||= mark !== undefined || isChinese;
    isLetter ||= mark === 'letter' && spans.length === 0;
    const last = spans.at(-1);
    if (isRange && last) spans[spans.length - 1] = spanOf(last.first, number);
    else spans.push(spanOf(number, number));
    const after = cursor.at;
    cursor.skip(blanks + quotes);
    isRange = cursor.takeFirst(rangeWords);
    const goesOn = isRange || takeListWords(cursor);
    cursor.skip(blanks + quotes);
    if (!goesOn || !isAtLine(cursor)) {
      cursor.back(after);
      break;
    }
  }
  return spans.length === 0 || wantsUnit ? undefined : { spans, isMarked, isLetter };
}

/** "L", "line", "lines", "第", with what may stand between it and the number. */
function takeLineMark(cursor: LineCursor): 'letter' | 'word' | 'ordinal' | undefined {
  const mark = markAt(cursor);
  cursor.skip(blanks);
  cursor.skip(mark ? '#<*_`' : '<');
  return mark;
}

function markAt(cursor: LineCursor): 'letter' | 'word' | 'ordinal' | undefined {
  if (cursor.take('第')) return 'ordinal';
  if (cursor.takeFirst(['lines', 'line', 'ln', '行'])) return 'word';
  return cursor.takeFirst(['l', 'ｌ']) ? 'letter' : undefined;
}

function takeListWords(cursor: LineCursor): boolean {
  if (!cursor.takeFirst(listWords)) return false;
  cursor.skip(blanks);
  cursor.takeFirst(['and', '和']);
  return true;
}

function isAtLine(cursor: LineCursor): boolean {
  const from = cursor.at;
  takeLineMark(cursor);
  const isNumber = cursor.takeNumber(7) !== undefined || takeNumeral(cursor) !== undefined;
  cursor.back(from);
  return isNumber;
}

const numerals = '零一二三四五六七八九';
const tens: ReadonlyMap<string, number> = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
]);

/** "十二", "一百零三". */
function takeNumeral(cursor: LineCursor): number | undefined {
  const from = cursor.at;
  cursor.skip(`${numerals}〇两${[...tens.keys()].join('')}`);
  const signs = cursor.textFrom(from).replaceAll('〇', '零').replaceAll('两', '二');
  let number = 0;
  let digit = 0;
  for (const sign of signs) {
    const unit = tens.get(sign);
    if (unit === undefined) digit = digit * 10 + numerals.indexOf(sign);
    else {
      number += (digit || 1) * unit;
      digit = 0;
    }
  }
  return signs === '' || signs.length > 7 ? cursor.back(from) : number + digit;
}

/** "行", and "行代码". */
function takeChineseUnit(cursor: LineCursor): boolean {
  const from = cursor.at;
  cursor.skip(blanks);
  if (!cursor.take('行')) {
    cursor.back(from);
    return false;
  }
  cursor.take('代码');
  return true;
}

interface End {
  readonly hasColon: boolean;
  readonly isSeparated: boolean;
  /** "L10n", "L3.5": a word that begins like a head. */
  readonly isWordGoingOn: boolean;
  readonly isBeforeDigit: boolean;
}

function takeEnd(cursor: LineCursor): End {
  const from = cursor.at;
  const isWord = cursor.isAt(/[A-Za-z0-9]/);
  cursor.skip(closers);
  const isClosed = cursor.at > from;
  cursor.skip(blanks);
  const separator = arrows.find(arrow => cursor.take(arrow)) ?? cursor.takeAny(separators);
  const isBeforeDigit = cursor.isAt(/\d/);
  if (separator !== undefined) cursor.skip('*_');
  cursor.skip(blanks);
  const hasColon = separator !== undefined && colons.includes(separator);
  return {
    hasColon,
    isSeparated: separator !== undefined || isClosed || cursor.isAtEnd,
    isWordGoingOn: isWord || (separator === '.' && isBeforeDigit),
    isBeforeDigit,
  };
}

function spanOf(one: number, other: number): LineSpan {
  return { first: Math.min(one, other), last: Math.max(one, other) };
}

function hullOf(spans: readonly LineSpan[]): LineSpan | undefined {
  if (spans.length === 0) return undefined;
  return {
    first: Math.min(...spans.map(({ first }) => first)),
    last: Math.max(...spans.map(({ last }) => last)),
  };
}
