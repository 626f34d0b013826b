// The form of an explanation as a grammar: a sentence on the whole, then each piece in order, its lines
// and the word that it begins with forced, so that the model writes nothing but the rest. GBNF, as llama.cpp reads it (grammars/README.md there).
import type { Piece } from '../pieces/piece';
import { type AnswerShape, sentencesOf } from './depth';
import { openerOf } from './opener';
import { headOf } from './pieceHead';

/**
 * In characters. A sentence ends of itself long before; a model that never ends one is made to, so that the pieces that
 * follow have their words.
 */
const shortestSentence = 8;
const longestSentence = 240;

/** `hasSummary`: a sentence on the whole stands before the steps. */
export function pieceGrammar(
  pieces: readonly Piece[],
  { depth = 'steps', hasSummary = true, language = 'en', symbol }: AnswerShape = {},
): string {
  const steps = pieces.map((piece, at) => {
    const opener = openerOf(piece, language, at === 0 ? symbol : undefined);
    if (!opener) return `${literal(headOf(piece))} words`;
    return `${literal(headOf(piece) + opener.words)} ${opener.isHead ? 'last' : 'more'}`;
  });
  return [
    `root ::= ${[...(hasSummary ? ['summary'] : []), ...steps].join(' "\\n" ')}`,
    ...(hasSummary ? ['summary ::= (start | named) last'] : []),
    'words ::= start more',
    `more ::= ${upTo(sentencesOf[depth])}`,
    ...sentence,
  ].join('\n');
}

/** What follows the first sign of at most so many sentences. */
function upTo(sentences: number): string {
  return sentences === 1 ? 'last' : `(last | rest " "? capital ${upTo(sentences - 1)})`;
}

/**
 * A sentence begins with a capital or in another script. A first word "This", "The", "It", "这", "该", "此", "它" begins most
 * sentences that say nothing but that this line does something; a number or a mark would make a head of the sentence, and code in
 * marks a definition, which only the whole may have. A point ends it, unless a small letter, a digit or a bracket follows, as in 0.5 and a.b; in the last one that
 * is allowed only a digit may: a model that would rather go on finds a small letter. In code a point ends nothing, and code is closed
 * before its line ends: what stays open, or three marks in a row, would take all that follows for its lines.
 */
const sentence = [
  'start ::= [^\\n -@ILT\\[-~。这该此它第行] | "I" [^t\\n`~.。] | "Ite" | "L" [aeiou] | "T" [^h\\n`~.。] | "Th" [^ie\\n`~.。]',
  'capital ::= [^\\n `~.。a-z] | code',
  `rest ::= (part | "." [a-z0-9(]){${shortestSentence},${longestSentence}} ("." | "。")`,
  `last ::= (part | "." [0-9]){${shortestSentence},${longestSentence}} ("." | "。")`,
  'part ::= [^\\n`~.。] | code | "~" [^\\n`~.。]',
  'code ::= "`" [^\\n`]{1,80} "`"',
  'named ::= "`" [a-zA-KM-Z_] [^\\n`]{0,80} "`"',
];

function literal(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
