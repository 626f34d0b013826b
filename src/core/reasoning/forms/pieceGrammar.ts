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
  { depth = 'steps', hasSummary = true, language = 'en', question, symbol, file }: AnswerShape = {},
): string {
  const steps = pieces.map((piece, at) => {
    const opener = question === undefined && openerOf(piece, language, at === 0 ? symbol : undefined);
    if (!opener) return `${literal(headOf(piece))} words`;
    return `${literal(headOf(piece) + opener.words)} ${opener.isHead ? 'last' : 'more'}`;
  });
  return [
    `root ::= ${[...(hasSummary ? ['summary'] : []), ...steps].join(' "\\n" ')}`,
    ...(hasSummary ? ['summary ::= (start | named) last'] : []),
    'words ::= start more',
    `more ::= ${upTo(sentencesOf[depth])}`,
    ...sentence,
    `said ::= ${['word', 'number word', ...namesWithPoint(file)].join(' | ')}`,
  ].join('\n');
}

/** A name that has a point is spoken of as it is written. */
function namesWithPoint(file: string | undefined): readonly string[] {
  return file !== undefined && /^[^\n\r\t`~]+$/.test(file) && file.includes('.') ? [literal(file)] : [];
}

/** What follows the first sign of at most so many sentences. */
function upTo(sentences: number): string {
  return sentences === 1 ? 'last' : `(last | rest " "? capital ${upTo(sentences - 1)})`;
}

/**
 * A sentence begins with a capital or in another script. A first word "This", "The", "It", "这", "该", "此", "它" begins most
 * sentences that say nothing but that this line does something; "File" repeats the first line of the question; a number or a mark
 * would make a head of the sentence, and code in marks a definition, which only the whole may have. A point ends it, unless it stands in
 * a number or the file's name, or a small letter or a bracket follows, as in a.b; in the last one none may: a model that would rather go on finds a small letter. A number
 * ends, as one that may go on for ever does. In code a point ends nothing, and code is closed
 * before its line ends: what stays open, or three marks in a row, would take all that follows for its lines.
 */
const sentence = [
  'start ::= [^\\n -@FILT\\[-~。这该此它第行] | "F" [^i\\n`~.。] | "Fi" [^l\\n`~.。] | "Fil" [^e\\n`~.。] | "I" [^t\\n`~.。] | "Ite" | "L" [aeiou] | "T" [^h\\n`~.。] | "Th" [^ie\\n`~.。]',
  'capital ::= [^\\n `~.。a-z] | code',
  `rest ::= (said | "." [a-z(]){${shortestSentence},${longestSentence}} number? ("." | "。")`,
  `last ::= said{${shortestSentence},${longestSentence}} number? ("." | "。")`,
  'word ::= [^\\n`~.。0-9] | code | "~" [^\\n`~.。]',
  'number ::= [0-9]{1,20} ("." [0-9]{1,20})?',
  'code ::= "`" [^\\n`]{1,80} "`"',
  'named ::= "`" [a-zA-KM-Z_] [^\\n`]{0,80} "`"',
];

function literal(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
