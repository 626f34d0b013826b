// A scene that nothing comes out of: for views that are drawn without a page.
import type { Language } from '../../../src/core/chapter/chapter';
import { firstUi, type Scene } from '../../../src/panel/scene';
import type { Shown } from '../../../src/panel/shown';
import { wordsIn } from '../../../src/panel/words';
import { snapshot, stageAt } from '../../panel/fixtures';

export function sceneOf(change: Partial<Shown>, language: Language = 'en'): Scene {
  const nowhere = () => undefined;
  return {
    shown: { ...snapshot, ...change },
    ui: firstUi,
    language,
    words: wordsIn(language),
    nowAt: stageAt,
    underWay: [],
    wish: nowhere,
    change: nowhere,
    go: nowhere,
    say: nowhere,
  };
}
