// A run as whoever was not there gets it: what was asked of whom and when, what came, what can be seen to be wrong with it.
// Both documents for people are made of this; how long each part may be is decided here, once.
import { isolated, pointName } from '../../core/base/foreign';
import { formatLines, linesOf } from '../../core/base/lines';
import type { Language } from '../../core/chapter/chapter';
import { type Node, parseMarkdown } from '../../core/markdown';
import { checkStep } from '../../core/reasoning/checks/checkStep';
import { readCode } from '../../core/reasoning/checks/knownCode';
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
  const missed = unexplained(run).lines;
  const spans = missed.map(span => words.lines(span.first, span.last));
  return {
    language,
    title: words.explained(inLine(what)),
    facts: factsOf(run, model, words, language),
    unchecked: run.steps.length === 0 ? undefined : words.unchecked(model),
    summary: run.summary === undefined ? [] : proseOf(run.summary, words, language),
    steps: steps.map(exporting(run, words, language)),
    remarks: [
      ...(left > 0 ? [words.cutSteps(left)] : []),
      ...(spans.length > 0 ? [words.unexplained(spans.join(language === 'en' ? ', ' : '、'))] : []),
      ...(excerpt.isOld ? [words.isOld] : []),
    ],
    codeTitle: words.code,
    languageId: excerpt.languageId,
    firstLine: first,
    code: linesOf(code).map(visible),
  };
}

function factsOf(run: Run, model: string, words: ExportWords, language: Language): ExportedRun['facts'] {
  const { excerpt, variation } = run;
  const last = excerpt.firstLine + linesOf(excerpt.text).length - 1;
  const outcome = isFinished(run)
    ? words.states[run.state as 'done' | 'stopped' | 'failed']
    : words.states.open;
  const problem = run.problem ? ` (${inLine(run.problem.code)})` : '';
  const when = new Date(run.startedAt).toLocaleString(language, { dateStyle: 'long', timeStyle: 'short' });
  return [
    [words.file, words.linesOf(inLine(excerpt.name), excerpt.firstLine, last)],
    [words.model, run.destination ? `${model}, ${words.whereabouts[whereaboutsOfRun(run)]}` : model],
    [words.when, when],
    ...(run.question === undefined ? [] : [[words.asked, inLine(run.question)] as const]),
    ...(variation?.question === undefined
      ? []
      : [[words.askedOtherwise, inLine(variation.question)] as const]),
    [words.outcome, `${words.steps(run.steps.length)}, ${outcome}${problem}`],
  ];
}

function exporting(run: Run, words: ExportWords, language: Language): (step: Step) => ExportedStep {
  const code = readCode(run.excerpt);
  const isProse = run.question !== undefined;
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
  const last = excerpt.firstLine + linesOf(excerpt.text).length - 1;
  const lines = formatLines({ first: excerpt.firstLine, last });
  const plain = (name ?? `${excerpt.symbol ?? excerpt.name} ${lines}`).replace(/[^\p{L}\p{N}._ -]+/gu, '-');
  const tidy = plain.replace(/^[. -]+|[. -]+$/g, '').slice(0, longestFileName);
  return tidy === '' ? 'run' : tidy;
}

const longestFileName = 80;
