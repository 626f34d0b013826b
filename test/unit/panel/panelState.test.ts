// What the editor keeps for the panel: the place as an address, and the draft.
import assert from 'node:assert/strict';
import { freshMiniature } from '../../../src/panel/miniature';
import { store, stored } from '../../../src/panel/panelState';

describe('the state of the panel', () => {
  const place = { view: 'chapter', language: 'en', chapter: 'stage', passage: 'pull', offset: 7 } as const;
  const draft = { annotation: 'urn:uuid:1', text: 'half a' };

  it('comes back as it was kept, its place as an address', () => {
    const states: unknown[] = [];
    store({ setState: kept => states.push(structuredClone(kept)) }, { place, draft });
    const [state] = states;
    assert.deepEqual(state, {
      place: { at: '/at/chapter/stage/passage/pull/language/en/view/chapter', offset: 7 },
      draft,
    });
    assert.deepEqual(stored({ getState: () => state }), { place, draft });
  });

  it('is read as earlier versions kept it', () => {
    assert.deepEqual(stored({ getState: () => ({ place, draft }) }), { place, draft });
  });

  it('loses no draft to a place that is none', () => {
    for (const bad of [undefined, 7, { at: '/at/nowhere' }, { view: 'labs', language: 'en' }]) {
      assert.deepEqual(stored({ getState: () => ({ place: bad, draft }) }), { place: undefined, draft });
    }
    assert.deepEqual(stored({ getState: () => undefined }), {});
  });

  it('has what was being written to a question, where that is what was kept', () => {
    const guess = { of: 'run-1', question: 'value 3 x', text: '[1, ' };
    const states: unknown[] = [];
    store({ setState: kept => states.push(structuredClone(kept)) }, { place, draft: undefined, guess });
    assert.deepEqual(stored({ getState: () => states[0] }).guess, guess);
    for (const bad of ['half', { ...guess, text: 'x'.repeat(9_000) }, { of: 7 }])
      assert.deepEqual(stored({ getState: () => ({ place, draft, guess: bad }) }), { place, draft });
  });

  it('has how far the miniature came, where that is what was kept', () => {
    const miniature = { ...freshMiniature(3), status: 'stopped', step: 63 } as const;
    const states: unknown[] = [];
    store({ setState: kept => states.push(structuredClone(kept)) }, { place, draft: undefined, miniature });
    assert.deepEqual(stored({ getState: () => states[0] }).miniature, miniature);
    assert.deepEqual(stored({ getState: () => ({ place, draft, miniature: 'half' }) }), { place, draft });
  });
});
