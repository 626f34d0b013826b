// Random histories of every feature, and the laws that hold over each: the host as it is, the panel's end as it is, a disk
// that is slow and fails, a page that is hidden, thrown away and loaded, and a process that is killed, at any moment.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Rating } from '../../src/core/annotation/record';
import type { Wish } from '../../src/core/wire/wish';
import type { Trouble } from './memoryDisk';
import { builtIn, code, journals, Pair, runs } from './pair';
import { type Claims, claimsOf, storeOf } from './pairClaims';
import { checkEffect } from './pairEffects';
import { checkWire } from './pairWire';
import type { Mood } from './scriptedModel';
import { ScriptedModels } from './scriptedModels';

type Simple =
  | 'hide'
  | 'show'
  | 'close'
  | 'load'
  | 'comeBack'
  | 'kill'
  | 'undo'
  | 'stop'
  | 'explain'
  | 'ask'
  | 'saveStep'
  | 'showLines'
  | 'setUp'
  | 'stopSetUp'
  | 'chooseChapter'
  | 'openCode'
  | 'search'
  | 'again'
  | 'save'
  | 'discard'
  | 'focus'
  | 'review';

export type Act =
  | { readonly do: Simple }
  | {
      readonly do: 'write' | 'edit' | 'remove' | 'keep' | 'read' | 'concept' | 'type';
      readonly which: number;
    }
  | { readonly do: 'rate'; readonly rating: Rating }
  | { readonly do: 'mood'; readonly mood: Mood }
  | { readonly do: 'view'; readonly view: 'chapter' | 'reasoning' | 'review' }
  | {
      readonly do: 'disk';
      readonly delayMs: number;
      readonly trouble: Trouble | undefined;
      readonly where: string;
    }
  | { readonly do: 'wire'; readonly delayMs: number }
  | { readonly do: 'pass'; readonly ms: number };

const simple = (...all: readonly Simple[]) => fc.record({ do: fc.constantFrom(...all) });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'write',
        'write',
        'write',
        'edit',
        'remove',
        'remove',
        'keep',
        'keep',
        'read',
        'concept',
        'type',
      ),
      which: fc.nat(7),
    }),
  },
  {
    weight: 3,
    arbitrary: simple('undo', 'explain', 'explain', 'ask', 'saveStep', 'showLines', 'stop', 'again'),
  },
  {
    weight: 2,
    arbitrary: simple('save', 'discard', 'setUp', 'stopSetUp', 'chooseChapter', 'openCode', 'search'),
  },
  {
    weight: 2,
    arbitrary: simple('hide', 'show', 'show', 'show', 'show', 'close', 'load', 'comeBack', 'kill', 'focus'),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('rate' as const),
      rating: fc.constantFrom<Rating>('again', 'hard', 'good', 'easy'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('mood' as const),
      mood: fc.constantFrom<Mood>('away', 'loading', 'well', 'thinks', 'fails', 'breaks', 'endless'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('view' as const),
      view: fc.constantFrom('chapter' as const, 'reasoning' as const, 'review' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('disk' as const),
      delayMs: fc.constantFrom(0, 0, 3, 40, 400),
      trouble: fc.constantFrom<Trouble | undefined>(undefined, undefined, 'full', 'read-only', 'held'),
      where: fc.constantFrom(journals, runs, '/storage', '/extension'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wire' as const), delayMs: fc.constantFrom(0, 1, 30, 300) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(1, 10, 50, 300, 3_000, 3_000),
    }),
  },
);

/** As long as it takes to get into trouble. */
export const anyHistory = fc.array(act, { maxLength: 80, size: 'max' });

/** One history: does what the reader and the world do, and looks at nothing but the wire and the disk. */
class History {
  readonly models = new ScriptedModels();
  readonly pair = new Pair({ localModels: this.models });
  claims: Claims = claimsOf([], undefined);
  kills = 0;
  #picked = 0;

  /** The window opens with code in the editor and a reader who takes whatever is offered. */
  async begin(): Promise<void> {
    const { pair } = this;
    // The workspace has a copy of the chapter, with the same ids in it.
    for (const path of pair.disk.paths(`/extension/content/${builtIn}/`)) {
      pair.disk.set(path.replace('/extension/content', '/folder/.marginalia'), await bytesAt(pair, path));
    }
    await this.#arrive();
    await pair.show();
    await pair.pass(3_000);
  }

  async #arrive(): Promise<void> {
    const { pair } = this;
    const { reader } = pair.editor;
    reader.pick = rows => rows[this.#picked++ % Math.max(1, rows.length)];
    reader.press = (_message, [first]) => first;
    await pair.openCode();
  }

  async play(acts: readonly Act[]): Promise<void> {
    for (const one of acts) await this.#play(one);
  }

  async #play(one: Act): Promise<void> {
    const { pair } = this;
    switch (one.do) {
      case 'pass':
        return pair.pass(one.ms);
      case 'show':
        return void pair.editor.run('marginalia.openConceptPanel');
      case 'hide':
        return pair.hide();
      case 'close':
        return pair.close();
      case 'load':
        return pair.panel?.reload();
      case 'focus':
        return pair.editor.focus();
      case 'review':
        return void pair.editor.run('marginalia.reviewAnnotations');
      case 'kill':
        return this.kill();
      case 'mood':
        pair.model.mood = one.mood;
        return undefined;
      case 'disk':
        pair.disk.delayMs = one.delayMs;
        pair.disk.trouble = path => (path.startsWith(one.where) ? one.trouble : undefined);
        return undefined;
      case 'wire':
        pair.delayMs = one.delayMs;
        return undefined;
      case 'type':
        pair.editor.edit(code, `${'# more\n'.repeat(one.which)}def total(a):\n    return sum(a)\n`);
        return undefined;
      case 'setUp':
        this.models.fails = !this.models.fails;
        this.#wish({ type: 'setUpModel' });
        return;
      default:
        if (pair.isShown && pair.page.shown) this.#onPage(one);
        return undefined;
    }
  }

  #onPage(one: Exclude<Act, { do: 'pass' | 'disk' | 'wire' | 'mood' }>): void {
    const { page } = this.pair;
    const { shown } = page;
    if (!shown) return;
    const { chapter } = shown;
    const { run } = shown.place;
    const nth = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(1, all.length)];
    switch (one.do) {
      case 'write': {
        const passage = nth(chapter.passages, one.which)?.id ?? '';
        if (page.ui.draft?.text) page.save();
        else
          page.write(
            { chapter: chapter.key, passage, language: 'en', start: one.which, end: 9 },
            `note ${one.which}`,
          );
        return;
      }
      case 'edit': {
        const note = nth(shown.own, one.which);
        if (note && !page.ui.draft) page.rewrite(note.id, `edited ${one.which} ${this.pair.time.now}`);
        return;
      }
      case 'save':
        page.save();
        return;
      case 'discard':
        if (page.link.underWay.length === 0) page.change({ draft: undefined, draftProblem: undefined });
        return;
      case 'remove': {
        const note = nth(shown.own, one.which);
        if (note) this.#wish({ type: 'removeAnnotation', annotation: note.id });
        return;
      }
      case 'keep': {
        const note = nth(shown.editorial, one.which);
        const keep = note !== undefined && !shown.kept.includes(note.id);
        if (note) this.#wish({ type: 'keepNote', annotation: note.id, keep });
        return;
      }
      case 'read': {
        const passages = [nth(chapter.passages, one.which)?.id ?? ''];
        this.#wish({ type: 'markRead', chapter: chapter.key, passages });
        return;
      }
      case 'concept':
        page.go({ view: 'chapter', concept: nth(chapter.concepts, one.which)?.id });
        return;
      case 'view':
        page.go({ view: one.view });
        return;
      case 'rate':
        page.rateCard(one.rating);
        return;
      case 'undo':
        page.undoRating();
        return;
      case 'search':
        page.change({ isSearching: !page.ui.isSearching });
        return;
      case 'comeBack':
        page.comeBack();
        return;
      case 'explain':
        this.#wish({ type: 'explainHere' });
        return;
      case 'chooseChapter':
        void this.pair.editor.run('marginalia.chooseChapter');
        return;
      case 'stopSetUp':
        this.#wish({ type: 'stopSetUp' });
        return;
      case 'openCode':
        this.#wish({
          type: 'openCode',
          chapter: chapter.key,
          region: nth(chapter.regions, 0)?.id ?? 'none',
        });
        return;
      default:
        if (run !== undefined) this.#onRun(one.do, run);
    }
  }

  #onRun(what: Act['do'], run: string): void {
    if (what === 'ask') this.#wish({ type: 'ask', run, question: 'Why?', step: 1 });
    if (what === 'again') this.#wish({ type: 'explainAgain', run });
    if (what === 'stop') this.#wish({ type: 'stopRun', run });
    if (what === 'saveStep') this.#wish({ type: 'saveStep', run, step: 1 });
    if (what === 'showLines') this.#wish({ type: 'showLines', run, step: 1, reveal: true });
  }

  #wish(wish: Wish): void {
    if (this.pair.isShown) this.pair.page.wish(wish);
  }

  /** Compares what was said to be kept with what the next window finds on the disk. */
  async kill(): Promise<void> {
    this.kills += 1;
    const { pair } = this;
    const broken = pair.editor.log.find(line => /stand-in|TypeError|ReferenceError/.test(line));
    assert.equal(broken, undefined);
    await pair.kill();
    checkWire(pair);
    this.claims = claimsOf(pair.crossed.splice(0), this.claims);
    pair.delayMs = 0;
    const store = await storeOf(pair);
    this.claims = this.claims.check(store);
    await this.#arrive();
    await pair.restore();
  }

  /** The trouble ends, and all is quiet. */
  async calm(): Promise<void> {
    const { pair } = this;
    pair.disk.trouble = () => undefined;
    pair.disk.delayMs = 0;
    pair.delayMs = 0;
    pair.model.mood = 'well';
    for (let tries = 0; tries < 3; tries += 1) {
      await pair.editor.run('marginalia.stopReasoning');
      await pair.pass(2_000);
    }
    await pair.pass(35_000);
    if (!pair.isShown || !pair.page.shown) await pair.show();
    await pair.pass(1_000);
  }
}

async function bytesAt(pair: Pair, path: string): Promise<Uint8Array> {
  const stand = await pair.disk.read(path);
  if (!stand) throw new Error(`there is no ${path}`);
  return stand.bytes;
}

/** When a new card is due, and what its ratings would do, is said of the instant at which it is told. */
function timeless(held: Readonly<Record<string, unknown>>): unknown {
  const text = JSON.stringify(held, (key, value) => (key === 'intervalsMs' || key === 'dueAt' ? 0 : value));
  return JSON.parse(text);
}

export interface HistoryCounts {
  readonly crossed: number;
  readonly kills: number;
  readonly granted: number;
  readonly refused: number;
}

/**
 * Plays a history to its end, and throws where host and panel do not agree on what is so, a wish was not settled once and
 * after its effect, what was said to be kept is not, or something was told that nobody watches.
 */
export async function playHistory(acts: readonly Act[]): Promise<HistoryCounts> {
  const history = new History();
  const { pair } = history;
  /** Thrown inside the page, where nobody would hear it. */
  const wrong: unknown[] = [];
  pair.onSettled = (page, ...settled) => {
    try {
      checkEffect(page, ...settled);
    } catch (error) {
      wrong.push(error);
    }
  };
  try {
    await history.begin();
    await history.play(acts);
    await history.calm();
    for (const error of wrong) throw error;
    checkWire(pair);
    // A day later, so that nothing becomes due between two looks.
    pair.time.leap(36 * 60 * 60_000);
    await pair.pass(31_000);
    const reduced = timeless(pair.allHeld);
    pair.page.comeBack();
    await pair.pass(1_000);
    assert.deepEqual(reduced, timeless(pair.allHeld));
    const crossed = pair.crossed.length;
    pair.hide();
    await pair.pass(90_000);
    assert.equal(pair.time.pending, 0, 'a hidden panel costs nothing');
    await history.kill();
    return { crossed, kills: history.kills, ...history.claims.counts };
  } finally {
    pair.dispose();
  }
}
