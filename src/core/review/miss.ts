// A prediction that the run did not bear out, as a card: the code and the input ask, the value seen answers.
import type { Annotation } from '../annotation/annotation';
import { annotateStep, longestKeptCode, type StepSelection } from '../annotation/create';
import { linesOf } from '../base/lines';
import type { Question } from '../trace/predict/questions';

export interface Miss {
  readonly run: StepSelection['run'];
  readonly question: Question;
  /** When that ran, as its trace says. */
  readonly at: number;
  /** The call that was run. */
  readonly call: string;
}

/** What a card of it is given from outside. */
type Missed = Miss & Pick<StepSelection, 'id' | 'now' | 'documentText'>;

/** Throws `RangeError` where there was no code at all. */
export function annotateMiss({ question, at, call, ...selection }: Missed): Annotation {
  const { line } = question;
  const { id: run, excerpt } = selection.run;
  const step = { number: 0, lines: { first: line, last: line }, text: question.seen };
  const { 'marginalia:step': _step, ...annotation } = annotateStep({ ...selection, step });
  const { code, firstLine } = codeAround(excerpt, line);
  const { id, kind, what, name, before, seen } = question;
  return {
    ...annotation,
    body: [{ type: 'TextualBody', value: seen, format: 'text/plain', purpose: 'describing' }],
    'marginalia:prediction': {
      run,
      at,
      question: id,
      kind,
      ...(what === undefined ? {} : { what }),
      ...(name === undefined ? {} : { name }),
      line,
      call,
      code,
      firstLine,
      before: before.map(one => ({ ...one })),
      seen,
    },
  };
}

/** Lines around the one that is asked about, where all of the code is too much. */
const linesAround = 20;

function codeAround(
  { text, firstLine }: Miss['run']['excerpt'],
  line: number,
): { readonly code: string; readonly firstLine: number } {
  if (text.length <= longestKeptCode) return { code: text, firstLine };
  const lines = linesOf(text);
  const from = Math.max(0, line - firstLine - linesAround);
  const code = lines.slice(from, line - firstLine + linesAround + 1).join('\n');
  return { code: code.slice(0, longestKeptCode), firstLine: firstLine + from };
}
