// Definitions of what the code uses, from elsewhere in the workspace: what the model may read beside the code.
import * as v from 'valibot';
import { linesOf } from '../base/lines';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const Definition = v.object({
  name: v.string(),
  /** Path for people, as the workspace has it. */
  file: v.string(),
  firstLine: Count,
  lastLine: Count,
  /** These lines of it; where it goes on, that is shown by a mark behind them. */
  text: v.string(),
});
export type Definition = v.InferOutput<typeof Definition>;

/** What was found, in the order in which the code uses it, and what became of it. */
export const Definitions = v.object({
  sent: v.array(Definition),
  /** Names whose definition was found and did not fit. */
  noRoom: v.array(v.string()),
  /** Names that are defined outside of the workspace, or in what was installed into it: never sent. */
  outside: v.array(v.string()),
  /** The editor did not tell all of them in time. */
  isLate: v.boolean(),
});
export type Definitions = v.InferOutput<typeof Definitions>;

/** As it was found, before it is fitted to the window. */
export type FoundDefinitions = Omit<Definitions, 'sent' | 'noRoom'> & {
  readonly found: readonly Definition[];
};

/** A prompt is read at a hundred tokens a second on a small machine: a few heads are worth a second or two. */
const mostLines = 6;
const mostCharacters = 400;
export const mostDefinitions = 4;

/** The first lines of a definition, which begins at a line of its file: its head says what it takes and gives. */
export function headOf(definition: string, firstLine: number): Omit<Definition, 'name' | 'file'> {
  const all = linesOf(definition);
  const lines = all.slice(0, mostLines);
  const head = lines.join('\n');
  const isWhole = lines.length === all.length && head.length <= mostCharacters;
  const text = isWhole ? head : `${head.slice(0, mostCharacters)}\n…`;
  return { firstLine, lastLine: firstLine + linesOf(head.slice(0, mostCharacters)).length - 1, text };
}

/** As the model gets them, one after the other. */
export function definitionTexts(found: readonly Definition[]): readonly string[] {
  return found
    .slice(0, mostDefinitions)
    .map(({ file, firstLine, text }) => `${file}, line ${firstLine}:\n${text}`);
}

/** Of so many that fitted, the first ones. */
export function sentOf({ found, outside, isLate }: FoundDefinitions, fitted: number): Definitions {
  return {
    sent: found.slice(0, fitted),
    noRoom: found.slice(fitted).map(({ name }) => name),
    outside: [...outside],
    isLate,
  };
}
