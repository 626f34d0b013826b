// A part of the page that is drawn again only when something that it shows is another, so that a frame costs what has
// changed and not all that stands there. Its listeners are given the scene as it is when they are called.
import { noChange } from 'lit-html';
import { Directive, directive } from 'lit-html/directive.js';
import type { Scene } from '../scene';

class Steady extends Directive {
  #scene: Scene | undefined;
  #shows: readonly unknown[] | undefined;

  render(scene: Scene, shows: readonly unknown[], view: (scene: Scene) => unknown): unknown {
    this.#scene = scene;
    const before = this.#shows;
    if (before?.length === shows.length && shows.every((one, index) => Object.is(one, before[index])))
      return noChange;
    const drawn = view(following(() => this.#scene ?? scene));
    this.#shows = shows;
    return drawn;
  }
}

/** `shows`: everything that `view` draws from, compared by identity. */
export const steady = directive(Steady);

/** Each property as it is when it is asked for. */
function following(now: () => Scene): Scene {
  return {
    get shown() {
      return now().shown;
    },
    get ui() {
      return now().ui;
    },
    get language() {
      return now().language;
    },
    get words() {
      return now().words;
    },
    get nowAt() {
      return now().nowAt;
    },
    get underWay() {
      return now().underWay;
    },
    wish: (wish, outcome) => now().wish(wish, outcome),
    change: change => now().change(change),
    go: place => now().go(place),
    say: sentence => now().say(sentence),
  };
}
