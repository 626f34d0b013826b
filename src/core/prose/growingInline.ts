// The inside of a block whose text may still grow at its end: what is settled is read once.
import { type Definitions, readInline } from './inline';
import { joined, type Node } from './tree';

/** How many characters were read, over and over included: what reading costs. */
export interface Effort {
  characters: number;
}

/** Longest text that is looked through for marks before it is read, and the marks. */
const shortText = 200;
const marks = /[\\`*_~[\]!<&\n:wW@]/;

export class GrowingInline {
  /** What the settled nodes were made of. */
  #settled = '';
  #final: Node[] = [];
  #labels: Map<string, string | undefined> | undefined;
  #definitions: Definitions | undefined;
  #room = 0;
  #text: string | undefined;
  #nodes: readonly Node[] = [];

  /** The nodes of `text`; the same ones as before where nothing has changed. */
  nodes(text: string, room: number, definitions: Definitions, effort: Effort): readonly Node[] {
    if (text.length <= shortText && !marks.test(text)) return text === '' ? [] : [text];
    const isKnown = definitions === this.#definitions || this.#isLedTheSame(definitions);
    this.#definitions = definitions;
    if (isKnown && text === this.#text && room === this.#room) return this.#nodes;
    if (!isKnown || room !== this.#room || !text.startsWith(this.#settled)) this.#forget();
    this.#room = room;
    const from = this.#settled.length;
    const { settled, final, open, labels } = readInline(text, from, room, definitions);
    effort.characters += text.length - from;
    for (const node of final) this.#final.push(node);
    for (const [label, href] of labels) {
      this.#labels ??= new Map();
      this.#labels.set(label, href);
    }
    this.#settled = text.slice(0, settled);
    this.#text = text;
    this.#nodes = joined([...this.#final, ...open]);
    return this.#nodes;
  }

  #isLedTheSame(definitions: Definitions): boolean {
    return [...(this.#labels ?? [])].every(([label, href]) => definitions.get(label) === href);
  }

  #forget(): void {
    this.#settled = '';
    this.#final = [];
    this.#labels = undefined;
  }
}
