// Code made by script in five languages, edited by script: whoever edits a tree of statements knows where each has gone.
import type { LineSpan } from '../../src/core/base/lines';
import type { CodeCase } from './codeCases';

interface Statement {
  readonly id: number;
  readonly kind: 'function' | 'if' | 'loop' | 'call';
  readonly words: readonly string[];
  readonly inner: readonly Statement[];
  readonly otherwise?: readonly Statement[];
}

interface Style {
  readonly name: string;
  readonly indent: string;
  head(statement: Statement): string;
  readonly otherwise: string;
  /** What closes a block; none where indents do. */
  readonly close?: string;
}

const [word, list] = [
  (words: readonly string[], at: number) => words[at % words.length] ?? '',
  (words: readonly string[]) => words.join(', '),
];

const styles: readonly Style[] = [
  style('TypeScript', '  ', '} else {', '}', {
    function: words => `export function ${word(words, 0)}(${list(words.slice(1))}: number) {`,
    if: words => `if (${word(words, 0)}.${word(words, 1)} > ${word(words, 2)}) {`,
    loop: words => `for (const ${word(words, 0)} of ${word(words, 1)}.${word(words, 2)}()) {`,
    call: words => `const ${word(words, 0)} = ${word(words, 1)}(${list(words.slice(2))});`,
  }),
  style('Python', '    ', 'else:', undefined, {
    function: words => `def ${word(words, 0)}(${list(words.slice(1))}):`,
    if: words => `if ${word(words, 0)}.${word(words, 1)} > ${word(words, 2)}:`,
    loop: words => `for ${word(words, 0)} in ${word(words, 1)}.${word(words, 2)}():`,
    call: words => `${word(words, 0)} = ${word(words, 1)}(${list(words.slice(2))})`,
  }),
  style('Java', '    ', '} else {', '}', {
    function: words => `public static int ${word(words, 0)}(int ${list(words.slice(1))}) {`,
    if: words => `if (${word(words, 0)}.${word(words, 1)}() > ${word(words, 2)}) {`,
    loop: words => `for (var ${word(words, 0)} : ${word(words, 1)}.${word(words, 2)}()) {`,
    call: words => `int ${word(words, 0)} = ${word(words, 1)}(${list(words.slice(2))});`,
  }),
  style('Go', '\t', '} else {', '}', {
    function: words => `func ${word(words, 0)}(${list(words.slice(1))} int) int {`,
    if: words => `if ${word(words, 0)}.${word(words, 1)} > ${word(words, 2)} {`,
    loop: words => `for _, ${word(words, 0)} := range ${word(words, 1)}.${word(words, 2)} {`,
    call: words => `${word(words, 0)} := ${word(words, 1)}(${list(words.slice(2))})`,
  }),
  style('Ruby', '  ', 'else', 'end', {
    function: words => `def ${word(words, 0)}(${list(words.slice(1))})`,
    if: words => `if ${word(words, 0)}.${word(words, 1)} > ${word(words, 2)}`,
    loop: words => `${word(words, 1)}.${word(words, 2)}.each do |${word(words, 0)}|`,
    call: words => `${word(words, 0)} = ${word(words, 1)}(${list(words.slice(2))})`,
  }),
];

function style(
  name: string,
  indent: string,
  otherwise: string,
  close: string | undefined,
  heads: Readonly<Record<Statement['kind'], (words: readonly string[]) => string>>,
): Style {
  return {
    name,
    indent,
    otherwise,
    head: ({ kind, words }) => heads[kind](words),
    ...(close === undefined ? {} : { close }),
  };
}

export const languages = styles.map(({ name }) => name);

/** Of each language so many files, edited in so many ways, with a note on each function, block and some of the lines. */
export function scriptedCases(files: number, edits: number): readonly CodeCase[] {
  return styles.flatMap((one, at) =>
    Array.from({ length: files }, (_, file) => casesIn(one, new Chance(1 + at * 1000 + file), edits)).flat(),
  );
}

/** A file of about so many lines, and the same after so many edits, with a note on every statement that is a block or whole. */
export function scriptedFile(lines: number, edits: number): readonly CodeCase[] {
  const [typescript] = styles;
  if (!typescript) throw new Error('no language');
  return casesIn(typescript, new Chance(7), edits, Math.ceil(lines / 21));
}

function casesIn(of: Style, chance: Chance, edits: number, functions = 14): readonly CodeCase[] {
  const before = program(chance, functions);
  const old = render(of, before, '\n');
  let now = before;
  for (let edit = 0; edit < edits; edit += 1) now = edited(now, chance);
  const later = render(of, now, chance.below(5) === 0 ? '\r\n' : '\n');
  const cases: CodeCase[] = [];
  for (const [id, span] of old.spans) {
    if (old.leaves.has(id) && chance.below(3) > 0) continue;
    const truth = later.spans.get(id);
    const kind = truth ? 'code by script' : 'code by script that is gone';
    cases.push({
      kind,
      name: `${of.name} ${id}`,
      before: old.text,
      span,
      now: later.text,
      ...(truth ? { truth } : {}),
    });
  }
  return cases;
}

/** Numbers that are the same for the same seed. */
class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed, 0x9e3779b1) | 1;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state ^ (this.#state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((this.#state >>> 8) & 0xffffff) % limit;
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}

const vocabulary =
  'account amount batch buffer cache client count cursor entry event field filter frame group header index item key label limit ' +
  'line list lock map match merge message name node offset order owner page parent path point price queue range rate record result ' +
  'row scale score session signal size slot source stack start state step store table target task text token total user value';
const nouns = vocabulary.split(' ');
const verbs =
  'add apply build check clear close collect compute copy drop fetch find load move open parse push read reset save send sort split trim update write'.split(
    ' ',
  );

let lastId = 0;

function program(chance: Chance, functions: number): readonly Statement[] {
  return Array.from({ length: functions }, () => aFunction(chance));
}

function aFunction(chance: Chance): Statement {
  const words = [
    `${chance.of(verbs)}${capital(chance.of(nouns))}${capital(chance.of(nouns))}`,
    chance.of(nouns),
    chance.of(nouns),
  ];
  return made('function', words, block(chance, 0));
}

function block(chance: Chance, depth: number): readonly Statement[] {
  return Array.from({ length: 2 + chance.below(3) }, () => aStatement(chance, depth));
}

function aStatement(chance: Chance, depth: number): Statement {
  const words = [chance.of(nouns), chance.of(nouns), chance.of(nouns), chance.of(nouns)];
  const pick = depth < 2 ? chance.below(5) : 4;
  if (pick === 0) {
    const otherwise = chance.below(2) === 0 ? block(chance, depth + 1) : undefined;
    return { ...made('if', words, block(chance, depth + 1)), ...(otherwise ? { otherwise } : {}) };
  }
  if (pick === 1) return made('loop', words, block(chance, depth + 1));
  return made(
    'call',
    [words[0] ?? '', `${chance.of(verbs)}${capital(chance.of(nouns))}`, ...words.slice(2)],
    [],
  );
}

function made(kind: Statement['kind'], words: readonly string[], inner: readonly Statement[]): Statement {
  lastId += 1;
  return { id: lastId, kind, words, inner };
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** One change, as people make them. */
function edited(whole: readonly Statement[], chance: Chance): readonly Statement[] {
  const all = flat(whole);
  const { id } = chance.of(all);
  switch (chance.below(7)) {
    case 0: // a statement more
      return changed(whole, id, one => [
        one,
        one.kind === 'function' ? aFunction(chance) : aStatement(chance, 2),
      ]);
    case 1: // one less
      return changed(whole, id, () => []);
    case 2: // another word
      return changed(whole, id, one => [
        { ...one, words: replaced(one.words, 1 + chance.below(one.words.length - 1), chance.of(nouns)) },
      ]);
    case 3: {
      // a name is another one wherever it stands
      const [from, to] = [chance.of(nouns), `${chance.of(nouns)}${capital(chance.of(nouns))}`];
      const named = chance.of(whole).id;
      return changed(whole, named, one => [renamed(one, from, to)]);
    }
    case 4: {
      // a function stands elsewhere
      const moved = chance.of(whole);
      const rest = whole.filter(one => one !== moved);
      const at = chance.below(rest.length + 1);
      return [...rest.slice(0, at), moved, ...rest.slice(at)];
    }
    case 5: // some of it under a condition
      return changed(whole, id, one =>
        one.kind === 'function'
          ? [one]
          : [made('if', [chance.of(nouns), chance.of(nouns), chance.of(nouns)], [one])],
      );
    default: // a block grows at its end
      return changed(whole, id, one => [
        one.inner.length > 0 ? { ...one, inner: [...one.inner, aStatement(chance, 2)] } : one,
      ]);
  }
}

function flat(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap(one => [one, ...flat(one.inner), ...flat(one.otherwise ?? [])]);
}

function changed(
  statements: readonly Statement[],
  id: number,
  change: (one: Statement) => readonly Statement[],
): readonly Statement[] {
  return statements.flatMap(one => {
    if (one.id === id) return change(one);
    const otherwise = one.otherwise && changed(one.otherwise, id, change);
    return [{ ...one, inner: changed(one.inner, id, change), ...(otherwise ? { otherwise } : {}) }];
  });
}

function renamed(one: Statement, from: string, to: string): Statement {
  const within = (statements: readonly Statement[]) => statements.map(inner => renamed(inner, from, to));
  return {
    ...one,
    words: one.words.map(name => (name === from ? to : name)),
    inner: within(one.inner),
    ...(one.otherwise ? { otherwise: within(one.otherwise) } : {}),
  };
}

const replaced = (words: readonly string[], at: number, name: string) =>
  words.map((one, index) => (index === at ? name : one));

interface Rendered {
  readonly text: string;
  readonly spans: ReadonlyMap<number, LineSpan>;
  /** Ids of statements of one line. */
  readonly leaves: ReadonlySet<number>;
}

function render(of: Style, whole: readonly Statement[], lineEnd: string): Rendered {
  const lines: string[] = [];
  const spans = new Map<number, LineSpan>();
  const leaves = new Set<number>();
  const put = (statement: Statement, depth: number) => {
    const first = lines.length + 1;
    const indent = of.indent.repeat(depth);
    lines.push(indent + of.head(statement));
    for (const inner of statement.inner) put(inner, depth + 1);
    if (statement.otherwise) {
      lines.push(indent + of.otherwise);
      for (const inner of statement.otherwise) put(inner, depth + 1);
    }
    const isBlock = statement.kind !== 'call';
    if (isBlock && of.close !== undefined) lines.push(indent + of.close);
    if (!isBlock) leaves.add(statement.id);
    spans.set(statement.id, { first, last: lines.length });
    if (depth === 0) lines.push('');
  };
  for (const statement of whole) put(statement, 0);
  return { text: lines.join(lineEnd), spans, leaves };
}
