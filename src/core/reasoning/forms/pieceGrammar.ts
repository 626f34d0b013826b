// The form of an explanation as a grammar: a sentence on the whole, then each piece in order, its lines and its first line
// of code forced, so that the model writes nothing but the words. GBNF, as llama.cpp reads it (grammars/README.md there).
import type { Piece } from '../pieces/piece';
import { type AnswerShape, sentencesOf } from './depth';
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
  { depth = 'steps', hasSummary = true }: AnswerShape = {},
): string {
  const steps = pieces.map(piece => `${literal(headOf(piece))} words`);
  return [
    `root ::= ${[...(hasSummary ? ['summary'] : []), ...steps].join(' "\\n" ')}`,
    ...(hasSummary ? ['summary ::= start rest'] : []),
    `words ::= start rest${more(sentencesOf[depth])}`,
    ...sentence,
  ].join('\n');
}

function more(sentences: number): string {
  return sentences > 1 ? ` (" "? capital rest){0,${sentences - 1}}` : '';
}

/**
 * A point ends a sentence, unless a small letter, a digit or a bracket follows, as in 0.5 and `x.(y)`; in code it ends none. A
 * first word "This", "The", "It", "这", "该", "此", "它" begins most sentences that say nothing but that this line does something; a
 * number or a mark would make a head of the sentence. Code is closed before its line ends: what stays open, or three marks in
 * a row, would take all that follows for its lines.
 */
const sentence = [
  'start ::= [^\\n -@ILT\\[-~。这该此它第行] | "I" [^t\\n`~.。] | "It" [a-z] | "L" [a-z] | "T" [^h\\n`~.。] | "Th" [^ie\\n`~.。] | "`" [a-zA-KM-Z_] [^\\n`]{0,80} "`"',
  'capital ::= [^\\n `~.。a-z] | code',
  `rest ::= part{${shortestSentence},${longestSentence}} ("." | "。")`,
  'part ::= [^\\n`~.。] | "." [a-z0-9(] | code | "~" [^\\n`~.。]',
  'code ::= "`" [^\\n`]{1,80} "`"',
];

function literal(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
