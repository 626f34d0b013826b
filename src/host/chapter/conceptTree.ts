// The concepts in the side bar. The first look at it opens the panel: one click in the activity bar.
import * as vscode from 'vscode';
import { type ConceptEntry, inLanguage, type Language } from '../../core/chapter/chapter';
import type { LoadedChapter } from '../../core/chapter/library';
import { label } from '../shell/label';

export class ConceptTree implements vscode.TreeDataProvider<ConceptEntry> {
  readonly #load: () => Promise<LoadedChapter>;
  readonly #language: () => Language;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(load: () => Promise<LoadedChapter>, language: () => Language) {
    this.#load = load;
    this.#language = language;
  }

  refresh(): void {
    this.#changed.fire();
  }

  async getChildren(parent?: ConceptEntry): Promise<ConceptEntry[]> {
    return parent ? [] : [...(await this.#load()).chapter.concepts];
  }

  getTreeItem(concept: ConceptEntry): vscode.TreeItem {
    const title = label(inLanguage(concept.title, this.#language()));
    const item = new vscode.TreeItem(`${concept.number} ${title}`);
    item.id = concept.id;
    item.tooltip = label(inLanguage(concept.thesis, this.#language()));
    item.command = {
      command: 'marginalia.openConceptPanel',
      title: item.tooltip,
      arguments: [{ concept: concept.id }],
    };
    return item;
  }
}
