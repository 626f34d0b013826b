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
  | 'sets'
  | 'changes'
  | 'calls';

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
    changes: 'Changes ',
    calls: 'Calls ',
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
    changes: '改变',
    calls: '调用',
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
];

/** What is set, as far as it stands there, and by which sign. */
const assignment =
  /^([\w$*&][\w$.,*&:<>[\]# ]{0,60}?(?:->[\w$.]{1,40})?)\s*(:=|(?:[-+*/%&|^]|<<|>>|\*\*|\/\/|\?\?)?=)(?![=>])/;
/** The name at the end of what is set, before its type. */
const target = /(?:^|[\s*&])([A-Za-z_$][\w$]*(?:(?:\.|->)#?[\w$]+|\[[\w$.]+\])*)(?:\s*:\s[^=]*)?$/;
/** A statement that is a call: nothing is opened behind it. */
const call = /^((?:await\s+)?[A-Za-z_$][\w$]*(?:(?:\.|->|::)#?[\w$]+)*)\((?!.*[{:]$)/;
/** Words that look called and are none. */
const uncalled =
  /^(?:switch|match|when|with|case|assert|super|sizeof|typeof|delete|new|print|not|and|or|in|is|lambda|yield|await|go|defer|select|synchronized|elif|do|end|then|fi|done|class|struct|enum|interface|module|package|namespace|template|describe|it)$/;
/** In UTF-16 units. */
const longestName = 32;

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
  if (kind) return { words: words[language][kind], isHead: kind === 'takes' };
  const [, set, sign] = assignment.exec(code) ?? [];
  if (set !== undefined) {
    const does = words[language][sign === '=' || sign === ':=' ? 'sets' : 'changes'];
    // Of several at once no one is named.
    return { words: named(does, set.includes(',') ? undefined : target.exec(set)?.[1]), isHead: false };
  }
  const [, called] = call.exec(code) ?? [];
  if (called === undefined || uncalled.test(called)) return undefined;
  return { words: named(words[language].calls, called.replace(/^await\s+/, '')), isHead: false };
}

/** "Sets `total`", or "Sets ". */
function named(does: string, name: string | undefined): string {
  return name === undefined || name.length > longestName ? does : `${does}\`${name}\``;
}
