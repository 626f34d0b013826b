// Steps about pieces, out of what a reader of an answer finds: which lines it names, and its words as they come. A step whose
// lines are a piece's wears them at once; of another it is decided at its end, when its words are known.
import type { LineSpan } from '../../base/lines';
import type { StepEvent } from './answerReader';
import type { Placing } from './placing';

/** What is decided by the words of a step needs no more of them. */
const longestKept = 4_000;

export class StepWriter {
  readonly #placing: Placing;
  readonly #isHeld: boolean;
  readonly #events: StepEvent[] = [];
  #count = 0;
  /** The step that is open: what it named and wears, and its words so far. */
  #named: LineSpan | undefined;
  #worn: LineSpan | undefined;
  #text = '';
  /** `isHeld`: lines that are a piece's were written by the form, not by the model: words move no step away from them. */
  constructor(placing: Placing, isHeld: boolean) {
    this.#placing = placing;
    this.#isHeld = isHeld;
  }

  /** What has happened since the last time. */
  take(): readonly StepEvent[] {
    return this.#events.splice(0);
  }

  get count(): number {
    return this.#count;
  }

  summary(text: string): void {
    if (text !== '') this.#events.push({ type: 'summary', text });
  }

  /** A step begins; the one before is over. `named`: the lines that the model gave, where it gave any. */
  open(named: LineSpan | undefined, text: string): void {
    this.close();
    const piece = named && this.#placing.at(named);
    this.#named = named;
    this.#worn = piece?.lines;
    this.#text = '';
    const isNew = named && !piece ? { named } : {};
    const lines = piece ? { lines: piece.lines } : {};
    this.#count += 1;
    this.#events.push({ type: 'step', step: { number: this.#count, ...lines, ...isNew, text: '' } });
    this.say(text);
  }

  say(words: string): void {
    if (words === '') return;
    if (this.#text.length < longestKept) this.#text += words.slice(0, longestKept - this.#text.length);
    const last = this.#events.at(-1);
    if (last?.type === 'step') {
      this.#events[this.#events.length - 1] = {
        type: 'step',
        step: { ...last.step, text: last.step.text + words },
      };
    } else this.#events.push({ type: 'stepText', text: words });
  }

  /** The open step has all its words. */
  close(): void {
    const named = this.#named;
    this.#named = undefined;
    if (!named || (this.#isHeld && this.#worn)) return;
    const piece = this.#placing.of(this.#text, named);
    const isSame = piece && this.#worn && piece.lines.first === this.#worn.first;
    // Lines that a step wears already are kept where its words say nothing against them for sure.
    if (!piece || isSame) return;
    this.#events.push({ type: 'stepLines', lines: piece.lines, named });
  }
}
