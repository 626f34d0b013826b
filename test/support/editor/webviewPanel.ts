// A panel of the editor with a page in it: messages take their time and keep their order; a page that is covered is
// thrown away with all that was on its way to it, and a new one is loaded when the panel is shown again.
import { EventEmitter } from './values';

/** The page's end, as the test plays it. */
export interface PageEnd {
  receive(message: unknown): void;
}

/** Loads a page, which says what it has to say through `post`. */
export type LoadPage = (post: (message: unknown) => void) => PageEnd;

/** In order, however their times differ. */
class Lane {
  #lastAt = 0;

  send(act: () => void, delayMs: number): void {
    this.#lastAt = Math.max(this.#lastAt, Date.now() + delayMs);
    setTimeout(act, this.#lastAt - Date.now());
  }
}

export class WebviewPanel {
  readonly #load: LoadPage;
  readonly #received = new EventEmitter<unknown>();
  readonly #viewState = new EventEmitter<unknown>();
  readonly #disposed = new EventEmitter<void>();
  readonly #up = new Lane();
  readonly #down = new Lane();
  #page: PageEnd | undefined;
  #isVisible = true;
  #isDisposed = false;
  /** How long a message is on its way. */
  delayMs = 0;
  iconPath: unknown;
  /** Hears what the host posts, whether or not there is a page, and what reaches it. */
  onCross: (way: 'down' | 'up', message: unknown) => void = () => undefined;

  readonly onDidChangeViewState = this.#viewState.event;
  readonly onDidDispose = this.#disposed.event;

  constructor(
    readonly viewType: string,
    readonly viewColumn: number,
    load: LoadPage,
  ) {
    this.#load = load;
  }

  readonly webview = {
    options: {},
    cspSource: 'test:',
    asWebviewUri: (uri: unknown) => uri,
    onDidReceiveMessage: this.#received.event,
    postMessage: async (message: unknown) => {
      // As far as the editor carries it, a message is what its text says.
      const text = JSON.stringify(message);
      this.onCross('down', JSON.parse(text));
      const page = this.#page;
      if (!page) return false;
      this.#down.send(() => {
        if (this.#page === page) page.receive(JSON.parse(text));
      }, this.delayMs);
      return true;
    },
    /** The editor loads the page when it is given its text. */
    set html(_text: string) {
      this.loaded();
    },
    loaded: () => this.#loadPage(),
  };

  get visible(): boolean {
    return this.#isVisible;
  }

  reveal(): void {
    if (this.#isVisible) return;
    this.#isVisible = true;
    this.#viewState.fire(undefined);
    this.#loadPage();
  }

  /** Another tab covers it. */
  cover(): void {
    if (!this.#isVisible) return;
    this.#isVisible = false;
    this.#page = undefined;
    this.#viewState.fire(undefined);
  }

  /** The page is loaded anew, as by the editor's command for it. */
  reload(): void {
    if (this.#isVisible && !this.#isDisposed) this.#loadPage();
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#page = undefined;
    this.#isVisible = false;
    this.#disposed.fire(undefined);
  }

  #loadPage(): void {
    const post = (message: unknown) => {
      const text = JSON.stringify(message);
      this.#up.send(() => {
        if (this.#isDisposed) return;
        this.onCross('up', JSON.parse(text));
        this.#received.fire(JSON.parse(text));
      }, this.delayMs);
    };
    this.#page = this.#load(post);
  }
}
