// The stepped leaders of a column of notes: from the words to a note that others have pushed below them. All of a column
// are one drawing, since a box for each is styled and laid out anew whenever one note moves those below it.
import { svg } from 'lit-html';

/** Pixels between two lanes, how far short of the note the first one bends, and how round. */
const lanePx = 4;
const bendPx = 6;
const roundPx = 4;
/** How far below its top a note's first line is met. */
const firstLinePx = 10;
/** How far from its words a leader begins, and from its note it ends. */
const afterWordsPx = 6;
const beforeNotePx = 7;

export interface Leader {
  /** Of the note, from the top of the column. */
  readonly top: number;
  /** How far the note was pushed below its words; 0: it has none of these. */
  readonly pull: number;
  readonly lane: number;
}

/** Stands first in the column, which it is drawn over. */
export const leaderDrawing = () =>
  svg`<svg class="leaders" aria-hidden="true"><path /><path class="lit" /></svg>`;

/** As path data; `gap`: how wide the space between words and notes is, in pixels. */
function leaderPath({ top, pull, lane }: Leader, gap: number): string {
  if (pull === 0) return '';
  const to = -beforeNotePx;
  const bend = to - bendPx - lane * lanePx - 0.5;
  const end = Math.round(top) + firstLinePx + 0.5;
  return `M${afterWordsPx - gap} ${end - pull}H${bend - roundPx}q${roundPx} 0 ${roundPx} ${roundPx}V${end}H${to + 1}`;
}

const paths = new WeakMap<Element, string>();

/** Draws those of all notes of a column, and anew that of the note that is lit. */
export function drawLeaders(
  column: Element,
  notes: readonly Element[],
  leaders: readonly Leader[],
  gap: number,
): void {
  notes.forEach((note, index) => {
    const leader = leaders[index];
    paths.set(note, leader ? leaderPath(leader, gap) : '');
  });
  draw(column, ':not(.lit)', notes);
  draw(
    column,
    '.lit',
    notes.filter(note => note.classList.contains('lit')),
  );
}

/** Draws the leader of one note over those of the others, or none. */
export function lightLeader(note: Element, isOn: boolean): void {
  const column = note.closest('.notes');
  if (column) draw(column, '.lit', isOn ? [note] : []);
}

function draw(column: Element, which: string, notes: readonly Element[]): void {
  const path = column.querySelector(`:scope > .leaders > path${which}`);
  const data = notes.map(note => paths.get(note) ?? '').join('');
  if (path && path.getAttribute('d') !== data) path.setAttribute('d', data);
}
