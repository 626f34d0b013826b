// What a piece is called to the model: its lines, and the word that its first line of code begins with. The whole line would
// hold the words to it as well, and cost half as many tokens again; cut short, a model goes on with it; without any word it
// soon tells of the piece after.
import type { LineSpan } from '../../base/lines';
import type { Piece } from '../pieces/piece';

/** "L12-14", as the model is asked to write lines. */
export function linesName({ first, last }: LineSpan): string {
  return first === last ? `L${first}` : `L${first}-${last}`;
}

const word = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
/** What comes before the name that a line is about. */
const declares =
  /^(?:export|default|public|private|protected|static|final|abstract|override|async|const|let|var|val|fn|func|fun|function|def|pub|local|my|auto|void|int|new|await)$/;
/** Longer words cost too much, and more of them are not looked at. */
const longestWord = 16;
const mostWords = 4;

/** The word by which the first line of a piece is known; may be empty. */
export function keywordOf({ quote }: Pick<Piece, 'quote'>): string {
  const words = [...quote.matchAll(word)].slice(0, mostWords).map(([one]) => one);
  return words.find(one => one.length <= longestWord && !declares.test(one)) ?? '';
}

/** "L12-14 while": no two pieces have the same lines, so it is its own. */
export function nameOf(piece: Piece): string {
  return `${linesName(piece.lines)} ${keywordOf(piece)}`.trim();
}

/** What stands before the words of its step, where the form is text: "L12-14 while: ". */
export function headOf(piece: Piece): string {
  return `${nameOf(piece)}: `;
}

/** The part of the head behind its lines. */
export function keywordHead(piece: Piece): string {
  const keyword = keywordOf(piece);
  return keyword === '' ? '' : `${keyword}:`;
}
