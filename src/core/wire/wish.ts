// All that the panel may wish, from every feature.
import * as v from 'valibot';
import { chapterWishes } from './chapter';
import { modelsWishes } from './models';
import { notesWishes } from './notes';
import { placeWishes } from './place';
import { predictWishes } from './predict';
import { reasoningWishes } from './reasoning';
import { reviewWishes } from './review';
import { shellWishes } from './shell';

export const Wish = v.variant('type', [
  ...placeWishes,
  ...chapterWishes,
  ...notesWishes,
  ...reasoningWishes,
  ...predictWishes,
  ...modelsWishes,
  ...reviewWishes,
  ...shellWishes,
]);
export type Wish = v.InferOutput<typeof Wish>;
export type WishType = Wish['type'];
export type WishOf<Type extends WishType> = Extract<Wish, { type: Type }>;
