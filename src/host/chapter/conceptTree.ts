// The concepts in the side bar, each with how far it was read. The first look at it opens the panel: one click in
// the activity bar.
import * as vscode from 'vscode';
import { formatAddress } from '../../core/address';
import { type Chapter, type ConceptEntry, inLanguage, type Language } from '../../core/chapter/chapter';
import { progressText } from '../../core/wording/progressText';
import { label } from '../shell/label';

export interface ConceptTreeParts {
  /** `undefined` where the chapter that is shown is not there. */
  readonly load: () => Promise<Chapter | undefined>;
  readonly language: () => Language;
  /** The passages of a chapter that were read. */
  readonly readIn: (chapter: Chapter) => readonly string[];
  /** How many cards of a concept are due. */
  readonly dueIn: (chapter: Chapter, concept: ConceptEntry) => number;
}

export interface ConceptItem {
  readonly chapter: Chapter;
  readonly concept: ConceptEntry;
}

/** Names a concept to the editor, which asks for its badge by this. */
const conceptScheme = 'marginalia-concept';

/** The editor takes no longer badge. */
const mostInBadge = 99;

export class ConceptTree implements vscode.TreeDataProvider<ConceptItem>, vscode.FileDecorationProvider {
  readonly #parts: ConceptTreeParts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #badgesChanged = new vscode.EventEmitter<vscode.Uri>();
  /** How many cards were due when each concept was drawn. */
  readonly #due = new Map<string, number>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly onDidChangeFileDecorations = this.#badgesChanged.event;

  constructor(parts: ConceptTreeParts) {
    this.#parts = parts;
  }

  refresh(): void {
    this.#changed.fire();
  }

  /** What is due stands at the right edge: beside a long title there is no room for more. */
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const due = uri.scheme === conceptScheme ? (this.#due.get(uri.path) ?? 0) : 0;
    return due > 0
      ? { badge: String(Math.min(mostInBadge, due)), tooltip: vscode.l10n.t('{0} due', due) }
      : undefined;
  }

  async getChildren(parent?: ConceptItem): Promise<ConceptItem[]> {
    if (parent) return [];
    const chapter = await this.#parts.load();
    return chapter?.concepts.map(concept => ({ chapter, concept })) ?? [];
  }

  getTreeItem({ chapter, concept }: ConceptItem): vscode.TreeItem {
    const { language: languageNow, readIn, dueIn } = this.#parts;
    const language = languageNow();
    const readHere = new Set(readIn(chapter));
    const read = concept.passages.filter(passage => readHere.has(passage)).length;
    const due = dueIn(chapter, concept);
    const { brief, spoken } = progressText({ read, of: concept.passages.length, due }, language);
    const title = `${concept.number} ${label(inLanguage(concept.title, language))}`;
    const item = new vscode.TreeItem(title);
    item.id = `${chapter.key}/${concept.id}`;
    item.resourceUri = vscode.Uri.from({ scheme: conceptScheme, path: `/${item.id}` });
    this.#showBadge(item.resourceUri, due);
    item.description = brief;
    item.iconPath = new vscode.ThemeIcon(iconOf(read, concept.passages.length));
    item.tooltip = `${label(inLanguage(concept.thesis, language))}\n\n${spoken}`;
    item.accessibilityInformation = { label: `${title}. ${spoken}` };
    item.command = {
      command: 'marginalia.openConceptPanel',
      title,
      arguments: [formatAddress({ chapter: chapter.key, concept: concept.id })],
    };
    return item;
  }

  #showBadge(uri: vscode.Uri, due: number): void {
    if ((this.#due.get(uri.path) ?? 0) === due) return;
    this.#due.set(uri.path, due);
    this.#badgesChanged.fire(uri);
  }
}

function iconOf(read: number, of: number): string {
  if (read === 0) return 'circle-large-outline';
  return read >= of ? 'pass-filled' : 'record-small';
}
