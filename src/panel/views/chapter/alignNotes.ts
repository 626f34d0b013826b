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

/** Measures and sets a passage's notes only where something is not as it was when they were set last. */
export function alignNotes(root: HTMLElement): void {
  const changed = changesIn(root).take();
  const leaves = [...root.querySelectorAll<HTMLElement>('.passage')].filter(
    leaf => changed.has(leaf) || aligned.get(leaf) !== standOf(leaf),
  );
  for (const { notes, shifts } of leaves.map(measure)) {
    notes.forEach((note, index) => {
      const shift = shifts[index];
      const isPulled = shift !== undefined && shift.pull > 0;
      set(note, 'margin-top', shift ? `${shift.marginTop}px` : '');
      set(note, '--pull', isPulled ? `${shift.pull}px` : '');
      set(note, '--lane', isPulled ? String(shift.lane) : '');
      note.classList.toggle('pulled', isPulled);
    });
  }
  for (const leaf of leaves) aligned.set(leaf, standOf(leaf));
}

/** How each passage stood once its notes were set. */
const aligned = new WeakMap<Element, string>();

/**
 * Another width, font or theme shows in where the words and the notes begin and end, which costs little to ask; another
 * text or note that happens to be as long does not, and is noticed as a change of the page.
 */
function standOf(leaf: HTMLElement): string {
  const { top, width } = leaf.getBoundingClientRect();
  const said = leaf.querySelectorAll('.said');
  const ends = [
    leaf.querySelector('.ended'),
    leaf.querySelector('.notes')?.lastElementChild,
    said[0],
    said[said.length - 1],
  ];
  return [...ends.map(end => (end?.getBoundingClientRect().bottom ?? top) - top), width].join();
}

/** Passages whose words or notes were changed since they were asked for last. */
class Changes {
  readonly #leaves = new Set<Element>();
  readonly #observer = new MutationObserver(records => this.#note(records));

  constructor(root: Node) {
    this.#observer.observe(root, { subtree: true, childList: true, characterData: true });
  }

  take(): ReadonlySet<Element> {
    this.#note(this.#observer.takeRecords());
    const taken = new Set(this.#leaves);
    this.#leaves.clear();
    return taken;
  }

  #note(records: readonly MutationRecord[]): void {
    for (const { target } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      const leaf = element?.closest('.passage');
      if (leaf) this.#leaves.add(leaf);
    }
  }
}

const watched = new WeakMap<Node, Changes>();

function changesIn(root: Node): Changes {
  const before = watched.get(root);
  if (before) return before;
  const changes = new Changes(root);
  watched.set(root, changes);
  return changes;
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
