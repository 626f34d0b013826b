// A run as whoever was not there gets it: what was asked of whom and when, what came, what can be seen to be wrong with it.
// Both documents for people are made of this; how long each part may be is decided here, once.
import { isolated, pointName } from '../../core/base/foreign';
import { formatLines, type LineSpan, linesOf } from '../../core/base/lines';
import type { Language } from '../../core/chapter/chapter';
import { type Node, parseMarkdown } from '../../core/markdown';
import { isBrokenOff } from '../../core/reasoning/brokenOff';
import { checkStep } from '../../core/reasoning/checks/checkStep';
import { readCode } from '../../core/reasoning/checks/knownCode';
import { boundsOf } from '../../core/reasoning/excerpt';
import { isFinished, type Run, type Step, whereaboutsOfRun } from '../../core/reasoning/run';
import { unexplained } from '../../core/reasoning/unexplained';
import { type ExportWords, exportWords } from './exportWords';

export interface ExportedStep {
  readonly title: string;
  readonly lines: string;
  readonly text: readonly Node[];
  /** What can be seen to be wrong with it, a sentence each. */
  readonly marks: readonly string[];
}

export interface ExportedRun {
  readonly language: Language;
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly unchecked: string | undefined;
  readonly summary: readonly Node[];
  readonly steps: readonly ExportedStep[];
  /** Said below the steps: what no step is about, what was cut. */
  readonly remarks: readonly string[];
  readonly codeTitle: string;
  readonly languageId: string;
  readonly firstLine: number;
  readonly code: readonly string[];
}

/** A document for people; the JSON has all of it. */
export const longestText = 20_000;
export const mostSteps = 500;
export const longestCode = 400_000;
/** A name or a question as one line. */
const longestFact = 2_000;
const mostNames = 20;

export function exportedRun(run: Run, name: string | undefined, language: Language): ExportedRun {
  const words = exportWords(language);
  const { excerpt, destination } = run;
  const what = name ?? run.question ?? excerpt.symbol ?? excerpt.name;
  const first = excerpt.firstLine;
  const code = cutText(excerpt.text, longestCode, words, language);
  const model = destination ? inLine(destination.model) : words.notSent;
  const steps = run.steps.slice(0, mostSteps);
  const left = run.steps.length - steps.length;
  const { lines: missed, leftOut } = unexplained(run);
  const named = (spans: readonly LineSpan[]) =>
    spans.map(span => words.lines(span.first, span.last)).join(language === 'en' ? ', ' : '、');
  return {
    language,
    title: words.explained(inLine(what)),
    facts: factsOf(run, model, words, language),
    unchecked: run.steps.length === 0 ? undefined : words.unchecked(model),
    summary: run.summary === undefined ? [] : proseOf(run.summary, words, language),
    steps: steps.map(exporting(run, words, language)),
    remarks: [
      ...(left > 0 ? [words.cutSteps(left)] : []),
      ...endOf(run, words),
      ...(missed.length > 0 ? [words.unexplained(named(missed))] : []),
      ...(leftOut.length > 0 ? [words.neverSent(named(leftOut))] : []),
      ...(excerpt.isOld ? [words.isOld] : []),
      ...run.warnings.flatMap(warning => warned(warning, words, language)),
      words.notInFile,
    ],
    codeTitle: words.code,
    languageId: excerpt.languageId,
    firstLine: first,
    code: linesOf(code).map(visible),
  };
}

function factsOf(run: Run, model: string, words: ExportWords, language: Language): ExportedRun['facts'] {
  const { excerpt, variation } = run;
  const { first, last } = boundsOf(excerpt);
  const outcome = words.states[outcomeOf(run)];
  const inside = isBrokenOff(run) ? `, ${words.inSentence}` : '';
  const problem = run.problem ? ` (${inLine(run.problem.code)})` : '';
  const when = new Date(run.startedAt).toLocaleString(language, { dateStyle: 'long', timeStyle: 'short' });
  return [
    [words.file, words.linesOf(inLine(excerpt.name), first, last)],
    [words.model, run.destination ? `${model}, ${words.whereabouts[whereaboutsOfRun(run)]}` : model],
    [words.when, when],
    ...(run.question === undefined ? [] : [[words.asked, inLine(run.question)] as const]),
    ...(variation?.question === undefined
      ? []
      : [[words.askedOtherwise, inLine(variation.question)] as const]),
    ...(variation?.language === undefined
      ? []
      : [[words.answerLanguage, words.languages[variation.language]] as const]),
    ...(variation?.model === undefined ? [] : [[words.chosenModel, inLine(variation.model.model)] as const]),
    [words.outcome, `${words.steps(run.steps.length)}, ${outcome}${inside}${problem}`],
  ];
}

/** An answer that a limit or the server ended is not done, whatever its state. */
function outcomeOf(run: Run): keyof ExportWords['states'] {
  if (!isFinished(run)) return 'open';
  if (run.state === 'done') return endsEarly(run) ? 'unfinished' : 'done';
  return run.state === 'stopped' ? 'stopped' : 'failed';
}

function endsEarly({ reason }: Run): boolean {
  return reason === 'length' || reason === 'cut' || reason === 'other';
}

/** Why it ended before its time. */
function endOf(run: Run, words: ExportWords): readonly string[] {
  switch (run.reason) {
    case 'length':
      return [words.endedAtLimit(isBrokenOff(run))];
    case 'cut':
      return [words.endedPastLimit];
    case 'other':
      return run.reasonDetail ? [words.endedBecause(inLine(run.reasonDetail))] : [];
    default:
      return [];
  }
}

/** Silence was of the hour in which it was written. */
function warned(warning: Run['warnings'][number], words: ExportWords, language: Language): readonly string[] {
  const count = (value: unknown) => (typeof value === 'number' ? value.toLocaleString(language) : '?');
  switch (warning.kind) {
    case 'quiet':
      return [];
    case 'prompt-cut':
      return [words.promptCut(count(warning.seenTokens), count(warning.sentTokens))];
    case 'not-local':
      return [words.notLocal(typeof warning.host === 'string' ? inLine(warning.host) : '?')];
    case 'earlier-left-out':
      return [words.earlierLeftOut];
    default:
      return [words.otherWarning(inLine(warning.kind))];
  }
}

function exporting(run: Run, words: ExportWords, language: Language): (step: Step) => ExportedStep {
  const code = readCode(run.excerpt, run.definitions);
  const isProse = run.question !== undefined;
  const broken = isBrokenOff(run) ? run.steps.at(-1) : undefined;
  return step => {
    const { number, lines, text } = step;
    // Of an answer to a question, and of more words than are shown, nothing is said.
    const marks = isProse || text.length > longestText ? [] : checkStep(step, code);
    const named = (names: readonly string[]) =>
      [...new Set(names)].slice(0, mostNames).map(inLine).join(', ');
    return {
      title: words.step(number),
      lines: lines ? words.lines(lines.first, lines.last) : '',
      text: proseOf(text, words, language),
      marks: [
        ...(step === broken ? [words.breaksOff] : []),
        ...(lines || isProse ? [] : [words.noLines]),
        ...marks.map(mark =>
          mark.kind === 'invented'
            ? words.invented(named(mark.words.map(word => word.text)))
            : words.speaksOf(mark.lines.first, named(mark.names)),
        ),
      ],
    };
  };
}

function proseOf(markdown: string, words: ExportWords, language: Language): readonly Node[] {
  return parseMarkdown(cutText(markdown, longestText, words, language));
}

function cutText(text: string, longest: number, words: ExportWords, language: Language): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}\n\n${words.cut((text.length - longest).toLocaleString(language))}`;
}

function inLine(text: string): string {
  const cut = text.length > longestFact ? `${text.slice(0, longestFact)}…` : text;
  return isolated(cut.replace(/\s+/gu, ' '));
}

/** What is not seen in code and changes how it reads stands there as its code point. */
export function visible(text: string): string {
  return text.replace(unseen, point => `[${pointName(point)}]`);
}

/** The controls of writing direction alone: words of some languages need the other unseen characters. */
export function undirected(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, point => `[${pointName(point)}]`);
}

const unseen =
  /(?![\t])[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** "parity, lines 14-21" as a name for a file. */
export function fileNameOf({ excerpt }: Run, name: string | undefined): string {
  const lines = formatLines(boundsOf(excerpt));
  const plain = (name ?? `${excerpt.symbol ?? excerpt.name} ${lines}`).replace(/[^\p{L}\p{N}._ -]+/gu, '-');
  const cut = plain.slice(0, longestFileName).split('');
  const isEdge = (sign: string | undefined) => sign === '.' || sign === ' ' || sign === '-';
  while (isEdge(cut[0])) cut.shift();
  while (isEdge(cut.at(-1))) cut.pop();
  const tidy = cut.join('');
  return tidy === '' ? 'run' : tidy;
}

const longestFileName = 80;
