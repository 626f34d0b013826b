// Sets each margin note level with its words. Where another note is in the way it is pushed down, and a
// stepped leader shows where it belongs. One read pass, then one write pass, so layout is computed once.
import { drawLeaders, type Leader } from '../../ui/leaders';
import { LeafChanges } from './leafChanges';

/** Pixels between two notes, one above the other. */
const apartPx = 20;
/** A note this little below its words still counts as level. */
const levelPx = 4;
/** So many lanes fit between words and notes; leaders beyond them share the last. */
const lanes = 7;

export interface NoteBox {
  /** Where its words begin, from the top of the column; `undefined`: nowhere, it stands after the others. */
  readonly wordsTop: number | undefined;
  readonly height: number;
}

/** Its leader takes a vertical lane, so that two leaders do not run into one. */
export interface NoteShift extends Leader {
  readonly marginTop: number;
}

/** How a passage stood once its notes were set. */
interface Aligned {
  /** How wide it is, in which font, and how far its words go: as long as that stays, no line breaks elsewhere. */
  readonly text: string;
  readonly notesEnd: number;
  /** Where the first words of each note begin, from the top of the column. */
  readonly wordsTops: ReadonlyMap<string, number>;
}

const aligned = new WeakMap<Element, Aligned>();
const watched = new WeakMap<Node, LeafChanges>();

/** Measures and sets only what is not as it was when it was set last. */
export function alignNotes(root: HTMLElement): void {
  const changes = watched.get(root) ?? new LeafChanges(root);
  watched.set(root, changes);
  const changed = changes.take();
  const measured = [...root.querySelectorAll<HTMLElement>('.passage')].flatMap(leaf => {
    const before = changed.get(leaf)?.isText ? undefined : aligned.get(leaf);
    const text = textOf(leaf);
    const isTextSame = before?.text === text;
    if (isTextSame && !changed.has(leaf) && before.notesEnd === notesEndOf(leaf)) return [];
    return [{ leaf, text, ...measure(leaf, isTextSame ? before.wordsTops : undefined) }];
  });
  for (const { leaf, notes, shifts, gap } of measured) {
    notes.forEach((note, index) => {
      const shift = shifts[index];
      set(note, 'margin-top', shift ? `${shift.marginTop}px` : '');
      note.classList.toggle('pulled', shift !== undefined && shift.pull > 0);
    });
    const column = leaf.querySelector('.notes');
    if (column) drawLeaders(column, notes, shifts, gap);
  }
  for (const { leaf, text, wordsTops } of measured) {
    aligned.set(leaf, { text, wordsTops, notesEnd: notesEndOf(leaf) });
  }
}

function textOf(leaf: HTMLElement): string {
  const { top, width } = leaf.getBoundingClientRect();
  const end = leaf.querySelector('.ended')?.getBoundingClientRect().bottom ?? top;
  return `${width} ${end - top} ${getComputedStyle(leaf).font}`;
}

function notesEndOf(leaf: HTMLElement): number {
  const last = leaf.querySelector('.notes')?.lastElementChild;
  return last ? last.getBoundingClientRect().bottom - leaf.getBoundingClientRect().top : 0;
}

/** Only what differs: each written property has the browser style it anew. */
function set({ style }: HTMLElement, property: string, value: string): void {
  if (style.getPropertyValue(property) !== value) style.setProperty(property, value);
}

/** From the boxes of a column's notes to their shifts. A note never overlaps the one above it. */
export function shiftNotes(boxes: readonly NoteBox[]): readonly NoteShift[] {
  let floor = 0;
  let lane = 0;
  return boxes.map(({ wordsTop, height }) => {
    const wanted = wordsTop ?? floor;
    const marginTop = Math.max(0, Math.round(wanted - floor));
    const top = floor + marginTop;
    const pull = floor > wanted + levelPx ? Math.round(floor - wanted) : 0;
    floor = top + height + apartPx;
    return { marginTop, top, pull, lane: pull > 0 ? Math.min(lane++, lanes - 1) : 0 };
  });
}

interface Measured {
  readonly notes: readonly HTMLElement[];
  readonly shifts: readonly NoteShift[];
  /** Between words and notes, in pixels. */
  readonly gap: number;
  readonly wordsTops: ReadonlyMap<string, number>;
}

function measure(leaf: HTMLElement, known: ReadonlyMap<string, number> | undefined): Measured {
  const column = leaf.querySelector('.notes');
  const notes = [...(column?.querySelectorAll<HTMLElement>(':scope > .note') ?? [])];
  const style = getComputedStyle(leaf);
  const isFolded = style.gridTemplateColumns.split(' ').length < 3;
  if (isFolded || !column) return { notes, shifts: [], gap: 0, wordsTops: new Map() };
  const wordsTops = known ?? topsOf(leaf, column.getBoundingClientRect().top);
  const boxes = notes.map(note => ({
    wordsTop: wordsTops.get(note.getAttribute('data-annotation') ?? ''),
    height: note.offsetHeight,
  }));
  const gap = Number.parseFloat(style.getPropertyValue('--gap'));
  return { notes, shifts: shiftNotes(boxes), gap, wordsTops };
}

function topsOf(leaf: HTMLElement, columnTop: number): ReadonlyMap<string, number> {
  const tops = new Map<string, number>();
  for (const words of leaf.querySelectorAll('.said[data-for]')) {
    const id = words.getAttribute('data-for') ?? '';
    const first = tops.has(id) ? undefined : words.getClientRects()[0];
    if (first) tops.set(id, first.top - columnTop);
  }
  return tops;
}
