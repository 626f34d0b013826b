// The marks on a text that stands in the page. When marks come or go, only the words that they touch are exchanged: the rest
// keeps its elements, and is not laid out anew.
import type { LineSpan } from '../../core/base/lines';
import { keepingSelection } from './keepSelection';
import { type Mark, noteId, type Piece, piecesOf, textNodes } from './marks';

/** A text node of the text as it was made, and what stands for it now. */
interface Place {
  readonly text: string;
  /** UTF-16 offset in the plain text. */
  readonly start: number;
  /** Inside a link of the text itself, where a second link would not be allowed: the words are only underlined. */
  readonly isInLink: boolean;
  /** Where `L1` is a name, and no line. */
  readonly isCode: boolean;
  readonly shown: readonly ShownPiece[];
}

interface WantedPiece extends Piece {
  /** The first words of its mark that can be a link: one tab stop for each annotation. */
  readonly isFirst: boolean;
}

interface ShownPiece extends WantedPiece {
  readonly node: ChildNode;
}

export class MarkedText {
  readonly #root: Element;
  #places: readonly Place[];

  /** `root` holds the text without marks; nobody else changes it from now on. */
  constructor(root: Element) {
    this.#root = root;
    this.#places = textNodes(root).map(({ node, start }) => ({
      text: node.data,
      start,
      isInLink: node.parentElement?.closest('a') !== null,
      isCode: node.parentElement?.closest('code') !== null,
      shown: [{ start, end: start + node.data.length, isFirst: false, node }],
    }));
  }

  /** Where ranges overlap, the one that starts last has the words. What is selected and what has the focus stay so. */
  show(marks: readonly Mark[]): void {
    const begun = new Set<string>();
    keepingSelection(this.#root, () => {
      this.#places = this.#places.map(place => ({
        ...place,
        shown: exchanged(place, wantedIn(place, marks, begun)),
      }));
    });
  }
}

/** `begun`: ids of the marks that have their tab stop. */
function wantedIn(
  { text, start, isInLink }: Place,
  marks: readonly Mark[],
  begun: Set<string>,
): readonly WantedPiece[] {
  const cut = piecesOf(start, text.length, marks);
  const pieces: readonly Piece[] = cut.length > 0 ? cut : [{ start, end: start + text.length }];
  return pieces.map(piece => {
    const { mark } = piece;
    const isFirst = mark !== undefined && isLink(mark, isInLink) && !begun.has(mark.id);
    if (isFirst) begun.add(mark.id);
    return { ...piece, isFirst };
  });
}

/** Exchanges the pieces from the first that differs to the last. */
function exchanged(place: Place, wanted: readonly WantedPiece[]): readonly ShownPiece[] {
  const { text, start, shown } = place;
  const most = Math.min(shown.length, wanted.length);
  let before = 0;
  while (before < most && isSame(shown[before], wanted[before])) before++;
  let after = 0;
  while (after < most - before && isSame(shown.at(-1 - after), wanted.at(-1 - after))) after++;
  const gone = shown.slice(before, shown.length - after);
  const come = wanted.slice(before, wanted.length - after).map((piece): ShownPiece => {
    const words = text.slice(piece.start - start, piece.end - start);
    return { ...piece, node: nodeOf(words, piece, place) };
  });
  // Both cover the same words, so where something comes something goes.
  gone[0]?.node.before(...come.map(({ node }) => node));
  for (const { node } of gone) node.remove();
  return [...shown.slice(0, before), ...come, ...shown.slice(shown.length - after)];
}

function isSame(one: WantedPiece | undefined, other: WantedPiece | undefined): boolean {
  return (
    one?.start === other?.start &&
    one?.end === other?.end &&
    one?.isFirst === other?.isFirst &&
    one?.mark?.id === other?.mark?.id &&
    one?.mark?.verdict === other?.mark?.verdict &&
    one?.mark?.says === other?.mark?.says &&
    one?.mark?.lines?.first === other?.mark?.lines?.first &&
    one?.mark?.lines?.last === other?.mark?.lines?.last
  );
}

function nodeOf(words: string, { mark, isFirst }: WantedPiece, { isInLink, isCode }: Place): ChildNode {
  if (!mark || (mark.lines && (isInLink || isCode))) return document.createTextNode(words);
  const element = elementOf(mark, isFirst, isInLink);
  element.append(words);
  return element;
}

function elementOf(mark: Mark, isFirst: boolean, isInLink: boolean): HTMLElement {
  if (mark.lines) return mentioned(mark.lines, mark.says ?? '');
  const element = mark.says === undefined ? said(mark, isFirst, isInLink) : remarked(mark.says);
  element.dataset.verdict = mark.verdict;
  return element;
}

function mentioned({ first, last }: LineSpan, says: string): HTMLElement {
  const element = document.createElement('a');
  element.className = 'mention';
  element.setAttribute('href', '#lines');
  element.dataset.mention = `${first}-${last}`;
  element.title = says;
  return element;
}

/** To its note. */
function isLink({ says, lines }: Mark, isInLink: boolean): boolean {
  return says === undefined && lines === undefined && !isInLink;
}

function said(mark: Mark, isFirst: boolean, isInLink: boolean): HTMLElement {
  const element = document.createElement(isLink(mark, isInLink) ? 'a' : 'span');
  element.className = 'said';
  element.dataset.for = mark.id;
  if (isLink(mark, isInLink)) {
    element.setAttribute('href', `#${noteId(mark.id)}`);
    element.setAttribute('aria-details', noteId(mark.id));
    if (!isFirst) element.tabIndex = -1;
  }
  return element;
}

/** The remark is read out by way of the style sheet: as text it would be copied with the words, and shift offsets. */
function remarked(says: string): HTMLElement {
  const element = document.createElement('span');
  element.className = 'remarked';
  element.dataset.says = says;
  element.title = says;
  return element;
}
