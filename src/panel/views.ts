// The views of the panel, by the name that stands in a place.
import type { View } from '../core/wire/place';
import type { PanelView } from './view';
import { ChapterView } from './views/chapter/chapter';
import { ReasoningView } from './views/reasoning/reasoning';
import { ReviewView } from './views/review/review';

export function panelViews(): Readonly<Record<View, PanelView>> {
  return { chapter: new ChapterView(), reasoning: new ReasoningView(), review: new ReviewView() };
}
