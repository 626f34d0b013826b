// Reading a chapter: its text and what was read of it, its companion code, the way to another chapter.
import * as vscode from 'vscode';
import { readAddress } from '../../core/address';
import { Emitter } from '../../core/base/emitter';
import type { Problem } from '../../core/base/problem';
import { Store } from '../../core/base/store';
import type { Bookmark } from '../shell/bookmark';
import type { Feature } from '../shell/feature';
import { label } from '../shell/label';
import type { Navigator } from '../shell/navigator';
import type { ProblemBoard } from '../shell/problemBoard';
import { openTopic } from '../shell/topic';
import type { Chapters } from './chapters';
import { openRegion, pickRegion } from './companion';

export interface ChapterParts {
  readonly chapters: Chapters;
  readonly bookmark: Bookmark;
  readonly navigator: Navigator;
  readonly problems: ProblemBoard;
  /** Says what went wrong to a reader who asked outside the panel. */
  readonly tell: (problem: Problem) => void;
}

export function chapterFeature(parts: ChapterParts): Feature & vscode.Disposable {
  const { chapters, bookmark, navigator, problems } = parts;
  const owned = new Store();
  const read = owned.add(new Emitter<{ readonly chapter: string; readonly read: readonly string[] }>());
  const shownKey = () => bookmark.place.chapter ?? chapters.builtInKey;

  /** What is wrong with the chapter that is shown, and with no other. */
  const tellProblems = () => {
    const key = shownKey();
    const gone = chapters.isGone(key) ? [{ code: 'unknown-chapter', chapter: key } as const] : [];
    problems.set('chapter', [...gone, ...(chapters.at(key)?.chapter.problems ?? [])]);
  };
  owned.add(chapters.onChange(tellProblems));

  const openCode = async (key: string, regionId?: unknown): Promise<Problem | undefined> => {
    const chapter = (await chapters.get(key))?.chapter;
    if (!chapter) return { code: 'unknown-chapter', chapter: key };
    const id = typeof regionId === 'string' ? regionId : await pickRegion(chapter, bookmark.place.language);
    return id === undefined ? undefined : openRegion(chapter, id);
  };

  const choose = async () => {
    const items = chapters.list().then(places =>
      Promise.all(
        places.map(async place => ({
          label: label(await chapters.titleOf(place, bookmark.place.language)),
          description: place.isBuiltIn ? vscode.l10n.t('comes with Marginalia') : label(place.where),
          key: place.key,
        })),
      ),
    );
    const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Choose Chapter') });
    if (chosen) await navigator.openOrTell({ chapter: chosen.key });
  };

  return {
    commands: {
      'marginalia.openConceptPanel': (where?: unknown) => {
        const address = readAddress(where);
        return navigator.openOrTell(address && { view: 'chapter', ...address });
      },
      'marginalia.openCompanionCode': async (regionId?: unknown) => {
        const problem = await openCode(shownKey(), regionId);
        if (problem) parts.tell(problem);
      },
      'marginalia.chooseChapter': choose,
    },
    wishes: {
      openCode: ({ chapter, region }) => openCode(chapter, region),
      openLink: async ({ url }) => {
        await vscode.env.openExternal(vscode.Uri.parse(new URL(url).href, true));
        return undefined;
      },
      markRead: async ({ chapter, passages }) => {
        const before = bookmark.readIn(chapter, chapters.at(chapter)?.chapter.formerKey);
        const fresh = passages.filter(passage => !before.includes(passage));
        const kept = bookmark.markRead(chapter, fresh);
        if (fresh.length > 0) read.fire({ chapter, read: fresh });
        await kept;
        return undefined;
      },
    },
    topics: {
      chapter: async ([key = ''], tell) => {
        const loaded = await chapters.read(key);
        tellProblems();
        if (!loaded && key === shownKey()) await navigator.leaveChapter(key, chapters.builtInKey);
        const again = () => tell.again();
        const listening = chapters.onChange(changed => changed === key && again());
        return openTopic(() => (chapters.at(key) ?? loaded)?.chapter ?? null, listening);
      },
      progress: ([key = ''], tell) => {
        const listening = read.on(now => now.chapter === key && tell.patch({ read: now.read }));
        return openTopic(() => bookmark.readIn(key, chapters.at(key)?.chapter.formerKey), listening);
      },
    },
    dispose: () => owned.dispose(),
  };
}
