// The reader's notes: beside the words in the chapter, on selected code, and back to what each is about.
import type * as vscode from 'vscode';
import { type Annotation, passageAddress } from '../../core/annotation/annotation';
import { withNote } from '../../core/annotation/create';
import type { Problem } from '../../core/base/problem';
import type { LoadedChapter } from '../../core/chapter/library';
import type { NotesNow, NotesPatch } from '../../core/wire/notes';
import type { PlaceChange } from '../../core/wire/place';
import type { Feature } from '../shell/feature';
import { openTopic } from '../shell/topic';
import { noteOnPassage, noteOnSelection } from './annotate';
import type { Notebook } from './notebook';
import { openTarget } from './openTarget';

export interface NotesParts {
  readonly notebook: Notebook;
  readonly chapterOf: (key: string) => Promise<LoadedChapter>;
  readonly onChapter: (listener: (key: string) => void) => vscode.Disposable;
  readonly goTo: (place: PlaceChange) => Promise<void>;
  readonly tellProblem: (problem: Problem) => void;
}
