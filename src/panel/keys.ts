// Which key does what. None fires in a field; single letters, digits and "/" can be turned off, since they may
// be pressed by speech input without being meant (WCAG 2.1.4).

import type { Rating } from '../core/review/card';
import type { View } from '../core/wire/place';

export type Command =
  | {
      readonly do:
        | 'search'
        | 'reveal'
        | 'play'
        | 'openCode'
        | 'annotate'
        | 'undo'
        | 'saveStep'
        | 'close'
        | 'leaveField'
        | 'keys'
        | 'revealLines';
    }
  | { readonly do: 'rate'; readonly rating: Rating }
  | { readonly do: 'walk'; readonly by: 1 | -1 }
  /** Words of a passage: one more or one less, or the selection itself a word on. */
  | { readonly do: 'select'; readonly by: 1 | -1; readonly isMove: boolean }
  | { readonly do: 'view'; readonly view: View }
  | { readonly do: 'map' }
  /** The first key of a chord: the next one says where to go. */
  | { readonly do: 'await' };

export interface KeyPress {
  readonly key: string;
  readonly hasModifier: boolean;
  readonly hasShift: boolean;
  readonly isInField: boolean;
  /** On a button, link or summary, which Space and Enter press. */
  readonly isOnControl: boolean;
  /** Within the list of steps, or on a passage: there the arrow keys walk. */
  readonly isInList: boolean;
  readonly hasSelection: boolean;
}

export interface KeyContext {
  readonly view: View;
  readonly singleKeys: boolean;
  /** `g` was the key before this one, a moment ago. */
  readonly isAwaiting: boolean;
  readonly isRevealed: boolean;
  readonly hasCard: boolean;
}

export function commandFor(press: KeyPress, context: KeyContext): Command | undefined {
  if (press.hasModifier) return undefined;
  if (press.key === 'Escape') return { do: press.isInField ? 'leaveField' : 'close' };
  if (press.isInField) return undefined;
  return (
    keyOfPlace(press, context) ??
    (context.singleKeys ? singleKey(press.key.toLowerCase(), context) : undefined)
  );
}

/** Keys that depend on where the focus is. */
function keyOfPlace(press: KeyPress, { view, hasCard, isRevealed }: KeyContext): Command | undefined {
  const across = press.key === 'ArrowRight' ? 1 : press.key === 'ArrowLeft' ? -1 : undefined;
  if (across && view === 'chapter' && !press.isOnControl) {
    if (press.hasShift) return { do: 'select', by: across, isMove: false };
    if (press.hasSelection) return { do: 'select', by: across, isMove: true };
  }
  if (press.isInList && press.key === 'ArrowDown') return { do: 'walk', by: 1 };
  if (press.isInList && press.key === 'ArrowUp') return { do: 'walk', by: -1 };
  if (press.isOnControl) return undefined;
  if (press.key === ' ' && view === 'review' && hasCard && !isRevealed) return { do: 'reveal' };
  if (press.key === 'Enter' && view === 'reasoning' && press.isInList) return { do: 'revealLines' };
  return undefined;
}

const places = new Map<string, Command>([
  ['c', { do: 'view', view: 'chapter' }],
  ['r', { do: 'view', view: 'reasoning' }],
  ['v', { do: 'view', view: 'review' }],
  ['m', { do: 'map' }],
]);

const ratings = new Map<string, Rating>([
  ['1', 'again'],
  ['2', 'hard'],
  ['3', 'good'],
  ['4', 'easy'],
]);

function singleKey(key: string, { view, isAwaiting, isRevealed }: KeyContext): Command | undefined {
  if (isAwaiting) return places.get(key);
  const rating = ratings.get(key);
  if (rating !== undefined) return view === 'review' && isRevealed ? { do: 'rate', rating } : undefined;
  switch (key) {
    case '?':
      return { do: 'keys' };
    case '/':
      return { do: 'search' };
    case 'g':
      return { do: 'await' };
    case 'j':
      return { do: 'walk', by: 1 };
    case 'k':
      return { do: 'walk', by: -1 };
    case 'p':
      return view === 'reasoning' ? { do: 'play' } : undefined;
    case 's':
      return view === 'reasoning' ? { do: 'saveStep' } : undefined;
    case 'o':
      return { do: 'openCode' };
    case 'a':
      return view === 'chapter' ? { do: 'annotate' } : undefined;
    case 'u':
      return view === 'chapter' ? undefined : { do: 'undo' };
    default:
      return undefined;
  }
}
