// A text document that a test can change.
import type { URI } from 'vscode-uri';
import { Position } from './values';

const languages = new Map([
  ['py', 'python'],
  ['ts', 'typescript'],
]);

export class Document {
  readonly languageId: string;
  version = 1;
  isClosed = false;
  isDirty = false;
  /** Whether the disk takes it. */
  canSave = true;
  #lines: readonly string[];

  constructor(
    readonly uri: URI,
    text: string,
  ) {
    this.#lines = text.split('\n');
    this.languageId = languages.get(uri.path.split('.').at(-1) ?? '') ?? 'plaintext';
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  getText(): string {
    return this.#lines.join('\n');
  }

  setText(text: string): void {
    this.#lines = text.split('\n');
    this.version += 1;
    this.isDirty = true;
  }

  async save(): Promise<boolean> {
    if (this.canSave) this.isDirty = false;
    return this.canSave;
  }

  lineAt(line: number): { readonly text: string; readonly firstNonWhitespaceCharacterIndex: number } {
    const text = this.#lines[line] ?? '';
    return { text, firstNonWhitespaceCharacterIndex: text.length - text.trimStart().length };
  }

  /** Whatever lies past an end is at that end. */
  offsetAt({ line, character }: Position): number {
    const before = this.#lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
    return Math.min(this.getText().length, before + Math.min(character, this.#lines[line]?.length ?? 0));
  }

  positionAt(offset: number): Position {
    const before = this.getText().slice(0, offset).split('\n');
    return new Position(before.length - 1, before.at(-1)?.length ?? 0);
  }
}
