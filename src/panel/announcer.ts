// What is said to a screen reader beside what is shown: one polite region, one sentence at a time.

/** A region takes one sentence; a second one at once would replace the first before it is read. */
const betweenMs = 400;

export class Announcer {
  readonly element = document.createElement('div');
  #waiting: string[] = [];
  #isSpeaking = false;

  constructor() {
    this.element.className = 'sr';
    this.element.setAttribute('role', 'status');
    this.element.setAttribute('aria-live', 'polite');
  }

  /** Said once, after what waits already. */
  say(sentence: string): void {
    if (sentence === '') return;
    this.#waiting.push(sentence);
    if (!this.#isSpeaking) this.#next();
  }

  #next(): void {
    const sentence = this.#waiting.splice(0).join(' ');
    this.#isSpeaking = sentence !== '';
    if (!this.#isSpeaking) return;
    this.element.textContent = sentence;
    setTimeout(() => this.#next(), betweenMs);
  }
}
