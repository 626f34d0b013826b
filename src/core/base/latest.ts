// Of several things begun one after the other, which one still counts: the last.

export class Latest {
  #turn = 0;

  /** From now on nothing that was begun before counts. The answer tells, later, whether this one still does. */
  begin(): () => boolean {
    this.#turn += 1;
    const turn = this.#turn;
    return () => turn === this.#turn;
  }
}
