// What is kept and rated is on disk when the promise resolves.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Deck } from '../../src/core/review/deck';
import { makeScheduler } from '../../src/core/review/schedule';
import { api, closeAll, panelTabs, storage, until } from './workbench';

const note = {
  id: 'urn:uuid:a-card',
  type: 'Annotation' as const,
  motivation: 'highlighting',
  created: '2026-01-01T00:00:00.000Z',
  body: [],
  target: [{ source: 'file:///card.py' }],
};

describe('review', () => {
  before(api);
  afterEach(closeAll);

  it('opens the panel', async () => {
    await vscode.commands.executeCommand('marginalia.reviewAnnotations');
    await until(() => panelTabs().length === 1);
  });

  it('writes what is kept and rated before it says so', async () => {
    const store = await (await api()).annotations();
    await store.keep('urn:marginalia:a-claim');
    assert.deepEqual(onDisk('kept', 'urn:marginalia:a-claim'), { annotation: 'urn:marginalia:a-claim' });
    await store.put(note);
    const { id } = await store.rate(note.id, 'good');
    assert.deepEqual(onDisk('rated', id), { id, card: note.id, rating: 'good' });
    await store.undo(id);
    assert.deepEqual(onDisk('undone', id), { rating: id });
  });

  it('sets a card that was rated on a schedule', async () => {
    const store = await (await api()).annotations();
    await store.put(note);
    const deck = new Deck(store, makeScheduler());
    const dueNow = () => (deck.card(note.id, Date.now())?.dueAt ?? Number.NaN) <= Date.now();
    assert.equal(dueNow(), true);
    const { id } = await store.rate(note.id, 'easy');
    assert.equal(dueNow(), false);
    await store.undo(id);
    assert.equal(dueNow(), true);
  });
});

/** The record of this type that names the id, without what every record has; read at this very moment. */
function onDisk(type: string, id: string): object | undefined {
  const lines = readdirSync(storage('annotations')).flatMap(name =>
    readFileSync(join(storage('annotations'), name), 'utf8').split('\n'),
  );
  const line = lines.find(text => text.includes(`"type":"${type}"`) && text.includes(id));
  if (line === undefined) return undefined;
  const { v: _v, at: _at, type: _type, ...rest } = JSON.parse(line);
  return rest;
}
