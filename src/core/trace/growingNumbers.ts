// Whole numbers that are only ever added to, four bytes each.

export class GrowingNumbers {
  #numbers = new Int32Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(number: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Int32Array(this.#length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length] = number;
    this.#length += 1;
  }

  /** -1 where there is none. */
  at(index: number): number {
    return index >= 0 && index < this.#length ? (this.#numbers[index] ?? -1) : -1;
  }

  /** How many of them, which must be in order, are at most `number`: by halves. */
  countUpTo(number: number): number {
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle) <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  toArray(): readonly number[] {
    return [...this.#numbers.subarray(0, this.#length)];
  }
}
