// Sets each margin note level with its words. Where another note is in the way it is pushed down, and a
// stepped leader shows where it belongs. One read pass, then one write pass, so layout is computed once.

/** Pixels between two notes, one above the other. */
const apartPx = 20;
/** A note this little below its words still counts as level. */
const levelPx = 4;

export interface NoteBox {
  /** Where its words begin, from the top of the column; `undefined`: nowhere, it stands after the others. */
  readonly wordsTop: number | undefined;
  readonly height: number;
}

export interface NoteShift {
  readonly marginTop: number;
  /** How far it was pushed below its words; 0: level. */
  readonly pull: number;
  /** Which vertical lane its leader takes, so that two leaders do not run into one. */
  readonly lane: number;
}

export function alignNotes(root: ParentNode): void {
  const columns = [...root.querySelectorAll('.passage')].map(measure);
  for (const { notes, shifts } of columns) {
    notes.forEach((note, index) => {
      const shift = shifts[index];
      const isPulled = shift !== undefined && shift.pull > 0;
      set(note, 'margin-top', shift ? `${shift.marginTop}px` : '');
      set(note, '--pull', isPulled ? `${shift.pull}px` : '');
      set(note, '--lane', isPulled ? String(shift.lane) : '');
      note.classList.toggle('pulled', isPulled);
    });
  }
}

/** Only what differs: each written property has the browser style the note anew. */
function set(note: HTMLElement, property: string, value: string): void {
  if (note.style.getPropertyValue(property) !== value) note.style.setProperty(property, value);
}

/** From the boxes of a column's notes to their shifts. A note never overlaps the one above it. */
export function shiftNotes(boxes: readonly NoteBox[]): readonly NoteShift[] {
  let floor = 0;
  let lane = 0;
  return boxes.map(({ wordsTop, height }) => {
    const top = wordsTop ?? floor;
    const pull = floor > top + levelPx ? Math.round(floor - top) : 0;
    const shift = {
      marginTop: Math.max(0, Math.round(top - floor)),
      pull,
      lane: pull > 0 ? lane++ : 0,
    };
    floor = Math.max(top, floor) + height + apartPx;
    return shift;
  });
}

function measure(leaf: Element): { notes: HTMLElement[]; shifts: readonly NoteShift[] } {
  const column = leaf.querySelector('.notes');
  const notes = [...(column?.querySelectorAll<HTMLElement>(':scope > .note') ?? [])];
  const isFolded = getComputedStyle(leaf).gridTemplateColumns.split(' ').length < 3;
  if (isFolded || !column) return { notes, shifts: [] };
  const columnTop = column.getBoundingClientRect().top;
  const firstWords = new Map<string, Element>();
  for (const words of leaf.querySelectorAll<HTMLElement>('.said[data-for]')) {
    const { for: id = '' } = words.dataset;
    if (!firstWords.has(id)) firstWords.set(id, words);
  }
  const boxes = notes.map(note => {
    const first = firstWords.get(note.dataset.annotation ?? '')?.getClientRects()[0];
    return {
      wordsTop: first === undefined ? undefined : first.top - columnTop,
      height: note.offsetHeight,
    };
  });
  return { notes, shifts: shiftNotes(boxes) };
}
