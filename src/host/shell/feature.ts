// What a feature gives to the shell, which knows none of them by name.
import type { Problem } from '../../core/base/problem';
import type { Log } from '../../core/ports';
import type { Grant, TopicSources } from '../../core/wire/hub';
import type { Wish, WishOf, WishType } from '../../core/wire/wish';
import type { CommandTable } from './commands';

type Settlement = Problem | undefined;

/** Grants the wishes of one type: `undefined` where it was granted, else what stood in the way. */
type Granting<Type extends WishType> = (wish: WishOf<Type>) => Promise<Settlement> | Settlement;
export type WishTable = { readonly [Type in WishType]?: Granting<Type> };

export interface Feature {
  readonly commands?: CommandTable;
  readonly wishes?: WishTable;
  readonly topics?: TopicSources;
}

export interface Joined {
  readonly commands: CommandTable;
  readonly grant: Grant;
  readonly sources: TopicSources;
  /** The types that somebody grants. */
  readonly granted: readonly string[];
}

/** All features as one. Throws where two of them claim the same name. */
export function join(features: readonly Feature[], log: Log): Joined {
  const wishes = merge(features.map(({ wishes = {} }) => wishes));
  return {
    commands: merge(features.map(({ commands = {} }) => commands)),
    sources: merge(features.map(({ topics = {} }) => topics)),
    granted: Object.keys(wishes),
    grant: async wish => {
      // Each row takes exactly the wishes of its own type; the table's type says so, the index cannot.
      const row = wishes[wish.type] as ((wish: Wish) => Promise<Settlement> | Settlement) | undefined;
      if (row) return row(wish);
      log.error(`nobody grants "${wish.type}"`);
      return { code: 'internal', detail: wish.type };
    },
  };
}

function merge<Table extends object>(tables: readonly Table[]): Table {
  const names = tables.flatMap(table => Object.keys(table));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two features claim "${twice}"`);
  return Object.assign({}, ...tables);
}
