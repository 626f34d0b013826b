// Notices that a passage was read: its end has been in view for a while.

/** Long enough not to count what is scrolled past. */
const inViewMs = 1500;

export class ReadingWatch {
  #timers = new Map<Element, ReturnType<typeof setTimeout>>();
  #observed = new Set<Element>();
  #observer: IntersectionObserver;
  #onRead: (passage: string) => void;

  constructor(onRead: (passage: string) => void) {
    this.#onRead = onRead;
    this.#observer = new IntersectionObserver(entries => {
      for (const { target, isIntersecting } of entries) this.#seen(target, isIntersecting);
    });
  }

  /** Watches the ends of passages that stand in the page now. */
  watch(ends: readonly Element[]): void {
    const wanted = new Set(ends);
    for (const end of this.#observed) if (!wanted.has(end)) this.#forget(end);
    for (const end of wanted) {
      if (this.#observed.has(end)) continue;
      this.#observed.add(end);
      this.#observer.observe(end);
    }
  }

  #seen(end: Element, isInView: boolean): void {
    clearTimeout(this.#timers.get(end));
    this.#timers.delete(end);
    if (!isInView) return;
    const passage = end.getAttribute('data-end');
    if (passage !== null)
      this.#timers.set(
        end,
        setTimeout(() => this.#onRead(passage), inViewMs),
      );
  }

  #forget(end: Element): void {
    clearTimeout(this.#timers.get(end));
    this.#timers.delete(end);
    this.#observed.delete(end);
    this.#observer.unobserve(end);
  }
}
