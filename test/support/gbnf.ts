// Texts that a grammar allows, by walking its rules: GBNF as far as src/core/reasoning/forms/pieceGrammar.ts uses it, that is
// literals, character classes, rules, groups, "|", and the repetitions ?, +, * and {m,n}.

type Choose = (choices: number) => number;
type Item =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'class'; readonly chars: string }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'group'; readonly ways: Ways };
type Repeated = { readonly item: Item; readonly least: number; readonly most: number };
type Ways = readonly (readonly Repeated[])[];

/** Where a class or a repetition has no end, so many are enough to try. */
const enough = 5;

/** A text of the grammar; `choose(n)` gives a whole number below n. Throws for what is not of the subset. */
export function textOf(grammar: string, choose: Choose): string {
  const rules = new Map(
    grammar.split('\n').map(line => {
      const [name = '', body = ''] = line.split(' ::= ');
      return [name, waysIn(body)] as const;
    }),
  );
  const oneOf = (ways: Ways): string =>
    (ways[choose(ways.length)] ?? [])
      .map(({ item, least, most }) =>
        Array.from({ length: least + choose(most - least + 1) }, () => said(item)).join(''),
      )
      .join('');
  const said = (item: Item): string => {
    switch (item.kind) {
      case 'text':
        return item.text;
      case 'class':
        return item.chars[choose(item.chars.length)] ?? '';
      case 'group':
        return oneOf(item.ways);
      case 'rule': {
        const ways = rules.get(item.name);
        if (!ways) throw new Error(`no rule is named "${item.name}"`);
        return oneOf(ways);
      }
    }
  };
  return oneOf(rules.get('root') ?? []);
}

const token = /\s*(?:("(?:\\.|[^"])*")|\[((?:\\.|[^\]])*)\]|([A-Za-z]\w*)|([()|])|(\?|\+|\*|\{\d+,\d+\}))/y;

function waysIn(body: string): Ways {
  token.lastIndex = 0;
  const ways = readWays();
  if (token.lastIndex < body.length) throw new Error(`not read: ${body.slice(token.lastIndex)}`);
  return ways;

  function readWays(): Ways {
    const ways: Repeated[][] = [[]];
    for (;;) {
      const before = token.lastIndex;
      const match = token.exec(body);
      if (!match) {
        token.lastIndex = before;
        return ways;
      }
      const [, text, chars, name, sign, repetition] = match;
      const way = ways.at(-1) ?? [];
      if (sign === ')') {
        token.lastIndex = before;
        return ways;
      }
      if (sign === '|') ways.push([]);
      else if (repetition !== undefined) {
        const last = way.pop();
        if (last) way.push({ item: last.item, ...timesOf(repetition) });
      } else way.push({ item: itemOf(text, chars, name), least: 1, most: 1 });
    }
  }

  function itemOf(text?: string, chars?: string, name?: string): Item {
    if (text !== undefined) return { kind: 'text', text: JSON.parse(text) };
    if (chars !== undefined) return { kind: 'class', chars: charsOf(chars) };
    if (name !== undefined) return { kind: 'rule', name };
    const ways = readWays();
    token.exec(body); // the closing parenthesis
    return { kind: 'group', ways };
  }
}

/** Of a class that excludes, some that are worth a try. */
const tried = 'aZ 9:-L`~*|中。.\n"';

function charsOf(described: string): string {
  const isExcluding = described.startsWith('^');
  const spans = [...described.slice(isExcluding ? 1 : 0).matchAll(/(\\?.)(?:-(\\?.))?/gsu)].map(
    ([, from = '', to = from]) => [codeOf(from), codeOf(to)] as const,
  );
  const holds = (code: number) => spans.some(([from, to]) => from <= code && code <= to);
  if (isExcluding) return [...tried].filter(char => !holds(char.codePointAt(0) ?? 0)).join('');
  return spans
    .flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)),
    )
    .join('');
}

function codeOf(char: string): number {
  if (char === '\\n') return 10;
  return char.codePointAt(char.startsWith('\\') && char.length > 1 ? 1 : 0) ?? 0;
}

function timesOf(repetition: string): { readonly least: number; readonly most: number } {
  const [least = 0, most = 0] = repetition.match(/\d+/g)?.map(Number) ?? [];
  if (repetition.startsWith('{')) return { least, most };
  return { least: repetition === '+' ? 1 : 0, most: repetition === '?' ? 1 : enough };
}
