// The values of the editor's interface that src/host uses: positions, events, enums and small records.

export class Disposable {
  readonly #act: () => unknown;

  constructor(act: () => unknown) {
    this.#act = act;
  }

  static from(...all: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const one of all) one.dispose();
    });
  }

  dispose(): void {
    this.#act();
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event = (listener: (value: T) => unknown): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };

  /** How many listen. */
  get size(): number {
    return this.#listeners.size;
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}

  isAfter(other: Position): boolean {
    return this.line > other.line || (this.line === other.line && this.character > other.character);
  }

  isEqual(other: Position): boolean {
    return this.line === other.line && this.character === other.character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(...at: [Position, Position] | [number, number, number, number]) {
    const [one, other] = at.length === 2 ? at : [new Position(at[0], at[1]), new Position(at[2], at[3])];
    [this.start, this.end] = one.isAfter(other) ? [other, one] : [one, other];
  }

  get isEmpty(): boolean {
    return this.start.isEqual(this.end);
  }

  contains(position: Position): boolean {
    return !this.start.isAfter(position) && !position.isAfter(this.end);
  }
}

export class Selection extends Range {
  get active(): Position {
    return this.end;
  }
}

export class FileSystemError extends Error {
  readonly code: string;

  constructor(code: string, what: unknown) {
    super(`${code}: ${what}`);
    this.code = code;
  }

  static FileNotFound(uri: unknown): FileSystemError {
    return new FileSystemError('FileNotFound', uri);
  }

  static NoPermissions(uri: unknown): FileSystemError {
    return new FileSystemError('NoPermissions', uri);
  }
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  constructor(readonly id: string) {}
}

export class TreeItem {
  constructor(readonly label: string) {}
}

export class CodeLens {
  constructor(
    readonly range: Range,
    readonly command: { readonly command: string; readonly arguments?: readonly unknown[] },
  ) {}
}

export class Diagnostic {
  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity: number,
  ) {}
}

interface Address {
  readonly path: string;
}

export class RelativePattern {
  readonly base: Address;

  constructor(
    base: Address | { readonly uri: Address },
    readonly pattern: string,
  ) {
    this.base = 'uri' in base ? base.uri : base;
  }
}

export class MarkdownString {
  value = '';
  isTrusted: unknown = false;

  appendMarkdown(text: string): void {
    this.value += text;
  }

  /** The editor's own escapes more. */
  appendText(text: string): void {
    this.value += text.replace(/[\\`*_{}[\]()#+\-!~]/g, '\\$&');
  }
}

export class Hover {
  constructor(readonly contents: MarkdownString) {}
}

export class TabInputText {
  constructor(readonly uri: { toString(): string }) {}
}

export class TabInputCustom {
  constructor(readonly uri: { toString(): string }) {}
}

export class TabInputTextDiff {
  constructor(
    readonly original: { toString(): string },
    readonly modified: { toString(): string },
  ) {}
}

export class TabInputNotebook {
  constructor(readonly uri: { toString(): string }) {}
}

export class NotebookRange {
  constructor(
    readonly start: number,
    readonly end: number,
  ) {}
}

export class TabInputWebview {
  constructor(readonly viewType: string) {}
}

export const ConfigurationTarget = { Global: 1 } as const;
export const DiagnosticSeverity = { Error: 0, Warning: 1 } as const;
export const FileChangeType = { Changed: 1 } as const;
export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 } as const;
export const OverviewRulerLane = { Left: 1 } as const;
export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;
export const StatusBarAlignment = { Right: 2 } as const;
export const SymbolKind = { Class: 4, Method: 5, Constructor: 8, Function: 11 } as const;
export const TextEditorRevealType = { InCenterIfOutsideViewport: 2 } as const;
export const UIKind = { Desktop: 1, Web: 2 } as const;
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 } as const;
export const ViewColumn = { Active: -1, Beside: -2, One: 1, Two: 2 } as const;
