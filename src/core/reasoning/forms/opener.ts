// The word that the words of a step begin with, where its first line of code says which: "If", "Returns", "Sets". It ties
// them to their own piece at the price of no token, where a quotation of that line costs a third more; a model that is given lines
// alone soon tells of the piece after. Only what is true of such a line whatever else it says.
import type { Piece } from '../pieces/piece';

export type OpenerLanguage = 'en' | 'zh-CN';

type Kind =
  | 'takes'
  | 'if'
  | 'elseIf'
  | 'else'
  | 'loops'
  | 'returns'
  | 'throws'
  | 'tries'
  | 'catches'
  | 'imports'
  | 'sets';

const words: Readonly<Record<OpenerLanguage, Readonly<Record<Kind, string>>>> = {
  en: {
    takes: 'Takes ',
    if: 'If ',
    elseIf: 'Otherwise, if ',
    else: 'Otherwise, ',
    loops: 'Loops ',
    returns: 'Returns ',
    throws: 'Throws ',
    tries: 'Tries ',
    catches: 'Catches ',
    imports: 'Brings in ',
    sets: 'Sets ',
  },
  'zh-CN': {
    takes: '接收',
    if: '如果',
    elseIf: '否则，如果',
    else: '否则，',
    loops: '循环',
    returns: '返回',
    throws: '抛出',
    tries: '尝试',
    catches: '捕获',
    imports: '引入',
    sets: '设置',
  },
};

const modifiers =
  /^(?:(?:export|default|public|private|protected|internal|static|final|abstract|override|async|pub|local|inline|virtual)\s+)+/;

/** In this order: the first that fits. */
const looks: readonly (readonly [Kind, RegExp])[] = [
  ['takes', /^(?:def|function|func|fn|fun|sub)\b/],
  ['elseIf', /^(?:else\s+if|elif|elsif|elseif)\b/i],
  ['else', /^else\b/i],
  ['if', /^if\b/i],
  ['loops', /^(?:for|foreach|while|until|loop)\b/i],
  ['returns', /^return\b(?!\s*;?\s*$)/],
  ['throws', /^(?:raise|throw)\b/],
  ['tries', /^try\b/],
  ['catches', /^(?:except|catch|rescue)\b/],
  ['imports', /^(?:import|from|use|using|#\s*include)\b/],
  ['sets', /^[\w$*&][\w$.,*&:<>[\] ]{0,60}?\s*(?::=|(?:[-+*/%&|^]|<<|>>|\*\*|\/\/|\?\?)?=)(?![=>])/],
];

export interface Opener {
  readonly words: string;
  /** It is the head of a function: of more than what comes in, another step will tell. */
  readonly isHead: boolean;
}

/** `undefined` where its first line does not say. `symbol`: the function whose head it may be. */
export function openerOf(
  { quote }: Pick<Piece, 'quote'>,
  language: OpenerLanguage,
  symbol?: string,
): Opener | undefined {
  const code = quote.replace(/^[\s)\]}]+/, '').replace(modifiers, '');
  const isNamed = symbol !== undefined && code.includes(symbol);
  const hasSymbol = isNamed && (code.includes(`${symbol}(`) || /=>|\bfunction\b/.test(code));
  const kind = hasSymbol ? 'takes' : looks.find(([, look]) => look.test(code))?.[0];
  return kind && { words: words[language][kind], isHead: kind === 'takes' };
}
