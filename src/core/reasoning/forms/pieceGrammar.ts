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
 * A point ends a sentence, unless a small letter, a digit or a bracket follows, as inside `a.b`, 0.5 and `x.(y)`. A first
 * word "This", "The", "这", "该", "此" begins most sentences that say nothing but that this line does something; a number or
 * a mark would make a head of the sentence. A mark of code stands alone: three would open a block, and all that follows
 * would be read as its lines.
 */
const sentence = [
  'start ::= [^\\n -@LT\\[-~。这该此第行] | "L" [a-z] | "T" [^h\\n`~.。] | "Th" [^ie\\n`~.。] | "`" [a-zA-KM-Z_]',
  'capital ::= [^\\n `~.。a-z]',
  `rest ::= part{${shortestSentence},${longestSentence}} "\`"? ("." | "。")`,
  'part ::= [^\\n`~.。] | "." [a-z0-9_(] | "`" "."? [^\\n`~.。] | "~" [^\\n`~.。]',
];

function literal(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
