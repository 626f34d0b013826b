// What a reader is asked before a run is shown: a value, a branch, the line that runs next, what is given back, what is printed.
// Made from what was seen, the same on every day; in the order in which the run decides them, so that none gives the next away.
import { linesOf } from '../../base/lines';
import { holds, plainOf } from '../plain';
import { type Moment, namesAt, type SeenName, type SeenRun } from '../seen';
import { type GuessKind, isGradable } from './grade';

export interface Question {
  /** The same for the same run: `value 4 total`. */
  readonly id: string;
  readonly kind: GuessKind;
  /** The moment that decides it. */
  readonly at: number;
  /** As numbered in the run. */
  readonly line: number;
  /** Of a value. */
  readonly name?: string;
  /** Of a branch: a condition, or whether a loop goes round once more. */
  readonly what?: 'if' | 'loop';
  /** The variables of its call, as they are by then. */
  readonly before: readonly SeenName[];
  /** The answer: a value, printed text, a line's number, `yes` or `no`. */
  readonly seen: string;
}

/** More are no reading any more. */
export const mostQuestions = 12;
/** So often a line is asked about in one way. */
const mostAlike = 2;
/** A reader has to write it. */
const longestAnswer = 40;
const mostBefore = 8;
/** Loops say the same from some round on: later moments ask nothing new. */
const mostLooked = 600;

interface Candidate extends Omit<Question, 'id' | 'before'> {
  /** When the run has decided it: the last moment of the calls that it makes. */
  readonly by: number;
}

/** `text`: the code of the run. None where it had changed by the time it ran. */
export function questionsOf(
  seen: SeenRun,
  { text, firstLine }: { readonly text: string; readonly firstLine: number },
): readonly Question[] {
  if (!seen.isUnchanged) return [];
  const code = linesOf(text);
  const moments = seen.moments.slice(0, mostLooked);
  const textOf = (line: number) => code[line - firstLine] ?? '';
  const ends = endsOf(moments);
  const reachable = seen.lines.filter(({ calls }) => calls === 0).map(({ line }) => line);
  const asked = new Map<string, Candidate[]>();
  const put = (candidate: Candidate) => {
    const key = `${candidate.kind} ${candidate.line} ${candidate.name ?? ''}`;
    asked.set(key, [...(asked.get(key) ?? []), candidate]);
  };
  for (const [at, moment] of moments.entries()) {
    const by = ends[at] ?? at;
    // Of a call that was cut off, or goes on past what is listed, nothing is asked.
    if (by >= moments.length - 1 && seen.momentCount > moments.length) continue;
    const found =
      resultAsked(moment, textOf(moment.line), moments, at) ??
      outputAsked(moment, textOf(moment.line)) ??
      branchAsked(moment, textOf(moment.line)) ??
      valueAsked(moment, textOf(moment.line)) ??
      lineAsked(moments, at, reachable);
    if (found) put({ ...found, at, by, line: moment.line });
  }
  const all = [...asked.values()].flatMap(chosen).sort((a, b) => a.by - b.by || b.at - a.at);
  return spread(all).map(({ by: _by, ...one }) => ({
    ...one,
    id: [one.kind, one.at, ...(one.name === undefined ? [] : [one.name])].join(' '),
    before: (one.kind === 'line' ? namesAt(moments, one.at) : namesBefore(moments, one.at))
      .map(({ name, text }) => ({ name, text }))
      .slice(0, mostBefore),
  }));
}

type Found = Pick<Candidate, 'kind' | 'name' | 'what' | 'seen'>;

function resultAsked(
  { result }: Moment,
  line: string,
  moments: readonly Moment[],
  at: number,
): Found | undefined {
  if (result === undefined || !isAskable(result, line)) return undefined;
  const [word, name, ...more] = wordsOf(line);
  const isName = (word === 'return' || word === 'yield') && more.length === 0;
  // It stands there already.
  if (isName && namesBefore(moments, at).some(one => one.name === name)) return undefined;
  return { kind: 'result', seen: result };
}

function outputAsked({ printed }: Moment, line: string): Found | undefined {
  const text = printed?.trim() ?? '';
  const isOne = text !== '' && text.length <= longestAnswer && !/[\n\r…]/u.test(text);
  return isOne && !line.includes(text) ? { kind: 'output', seen: text } : undefined;
}

function branchAsked({ branch }: Moment, line: string): Found | undefined {
  if (!branch || isSure(line)) return undefined;
  return { kind: 'branch', what: branch.what, seen: branch.taken ? 'yes' : 'no' };
}

/** `while True` asks nothing. */
function isSure(line: string): boolean {
  const words = wordsOf(line);
  const last = words.at(-1)?.toLowerCase() ?? '';
  const isCondition = ['while', 'if', 'elif'].includes(words.at(-2) ?? '');
  return (isCondition && /^(?:true|false|\d+)$/.test(last)) || line.replace(/\s/g, '').includes('for(;;');
}

/** Without brackets and the marks at the end of a line. */
function wordsOf(line: string): readonly string[] {
  return line.split(/[\s(){}:;]/).filter(word => word !== '');
}

function valueAsked({ values }: Moment, line: string): Found | undefined {
  const set = values.filter(({ isSet, text }) => isSet && isAskable(text, line)).at(-1);
  return set && { kind: 'value', name: set.name, seen: set.text };
}

/** Where the run does not go on with the line below, and no condition has said so. */
function lineAsked(moments: readonly Moment[], at: number, reachable: readonly number[]): Found | undefined {
  const [here, next] = [moments[at], moments[at + 1]];
  if (!here || next?.call !== here.call || here.branch || next.line === here.line) return undefined;
  const below = reachable.find(line => line > here.line);
  return below === next.line ? undefined : { kind: 'line', seen: String(next.line) };
}

/** It can be written and compared, and its line does not say it. */
function isAskable(text: string, line: string): boolean {
  if (text.length > longestAnswer || !isGradable(text)) return false;
  const plain = plainOf(text);
  return plain === undefined ? !line.includes(text) : !holds(line, plain);
}

/** Of the same question about one line: those that teach most. */
function chosen(alike: readonly Candidate[]): readonly Candidate[] {
  const [first, second] = alike;
  if (!first || !second) return first ? alike : [];
  switch (first.kind) {
    case 'line':
      return [first];
    case 'result':
      return [first, alike.at(-1) ?? second];
    case 'branch': {
      // That a loop begins is rarely a question: that it goes on, and that it ends.
      const from = first.what === 'loop' && first.seen === 'yes' ? second : first;
      const turn = alike.find(({ at, seen }) => at > from.at && seen !== from.seen);
      return turn ? [from, turn] : [from];
    }
    default:
      return alike.slice(0, mostAlike);
  }
}

/** Of too many so that the first and the last are among them. */
function spread<T>(all: readonly T[]): readonly T[] {
  if (all.length <= mostQuestions) return all;
  return Array.from({ length: mostQuestions }, (_, index) => {
    const at = Math.round((index * (all.length - 1)) / (mostQuestions - 1));
    return all.slice(at, at + 1);
  }).flat();
}

/** For each moment the last one of what its line calls: then the line is over. */
function endsOf(moments: readonly Moment[]): readonly number[] {
  const ends = moments.map((_, at) => at);
  const open: number[] = [];
  for (const [at, { depth }] of moments.entries()) {
    while (open.length > 0 && (moments[open.at(-1) ?? 0]?.depth ?? 0) >= depth) {
      const over = open.pop();
      if (over !== undefined) ends[over] = at - 1;
    }
    open.push(at);
  }
  for (const over of open) ends[over] = moments.length - 1;
  return ends;
}

/** The variables of a moment's call before its line has run. */
export function namesBefore(moments: readonly Moment[], at: number): readonly SeenName[] {
  const here = moments[at];
  if (!here) return [];
  const then = moments.slice(0, at).filter(({ call }) => call === here.call);
  const now = { ...here, values: here.values.filter(({ isSet }) => !isSet), gone: [] };
  return namesAt([...then, now], then.length).map(({ name, text }) => ({ name, text }));
}
