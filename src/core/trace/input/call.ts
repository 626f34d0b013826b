// A call as the reader gives it: `f(1, [2, 3], x="a")`. Checked before anything is started; whether it is the language's own
// syntax in every detail, its interpreter says.
import { type InputLanguage, type Piece, type ScanFault, scan } from './scan';

export interface GivenCall {
  /** Without the space around it. */
  readonly text: string;
  /** The names before the outermost brackets: "f", "Stack().push" is ["Stack", "push"]. */
  readonly names: readonly string[];
}

export type CallFault =
  | ScanFault
  | { readonly code: 'empty' }
  | { readonly code: 'too-long'; readonly limit: number }
  /** More than one call, or one with something behind it. */
  | { readonly code: 'more'; readonly rest: string }
  | { readonly code: 'assignment' }
  /** An expression that calls nothing at its outermost. */
  | { readonly code: 'no-call'; readonly text: string };

export type ParsedCall =
  | { readonly ok: true; readonly call: GivenCall }
  | { readonly ok: false; readonly fault: CallFault };

/** More than anybody types, and than a line of a trace should repeat. */
const mostChars = 10_000;

export function parseCall(given: string, language: InputLanguage): ParsedCall {
  const text = given.trim();
  const wrong = (fault: CallFault): ParsedCall => ({ ok: false, fault });
  if (text === '') return wrong({ code: 'empty' });
  if (text.length > mostChars) return wrong({ code: 'too-long', limit: mostChars });
  const { pieces, fault } = scan(text, language);
  if (fault) return wrong(fault);
  const said = pieces.filter(
    piece => piece.kind !== 'comment' && !(piece.kind === 'line-end' && piece.depth > 0),
  );
  const outer = said.filter(({ depth }) => depth === 0);
  const end = outer.find(({ kind, text: mark }) => kind === 'line-end' || mark === ';');
  if (end)
    return wrong({ code: 'more', rest: shortened(text.slice(end.at + end.text.length).trim() || end.text) });
  if (outer.some(({ kind, text: mark }) => kind === 'mark' && assigns.has(mark))) {
    return wrong({ code: 'assignment' });
  }
  if (!isCall(outer, language)) return wrong({ code: 'no-call', text: shortened(text) });
  return {
    ok: true,
    call: { text, names: outer.filter(({ kind }) => kind === 'name').map(({ text: name }) => name) },
  };
}

const assigns = new Set(['=', ':=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=']);
const before: Readonly<Record<InputLanguage, ReadonlySet<string>>> = {
  python: new Set(['await']),
  javascript: new Set(['await', 'new']),
};

/** Names, dots and brackets, and round brackets last: `a.b[0](1)`. */
function isCall(outer: readonly Piece[], language: InputLanguage): boolean {
  const last = outer.at(-1);
  if (last?.kind !== 'close' || last.text !== ')') return false;
  let wantsName = true;
  for (const { kind, text } of outer) {
    if (wantsName) {
      if (kind === 'open' && text !== '{') wantsName = false;
      else if (kind !== 'name') return false;
      else if (!before[language].has(text)) wantsName = false;
    } else if (kind === 'mark') {
      if (text !== '.') return false;
      wantsName = true;
    } else if (kind === 'name' || kind === 'string' || kind === 'number') return false;
  }
  return !wantsName && outer.some(({ kind }) => kind === 'name');
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
