// Going places: to passages of other concepts and other chapters, and back to where the reader was.
import assert from 'node:assert/strict';
import type { CodeLens } from 'vscode';
import { URI } from 'vscode-uri';
import { parseAddress } from '../../../../src/core/address';
import { conceptAt } from '../../../../src/core/wire/shown';
import type { PassageLenses } from '../../../../src/host/chapter/companion';
import { builtIn, Pair } from '../../../support/pair';

describe('going places', () => {
  let pair: Pair;
  beforeEach(() => {
    pair = new Pair();
  });
  afterEach(() => pair.dispose());

  const copy = `workspace:${builtIn}`;

  /** The workspace has a copy of the chapter: the same ids, a title of its own. */
  async function withCopy(): Promise<void> {
    for (const path of pair.disk.paths(`/extension/content/${builtIn}/`)) {
      const text = pair.disk.text(path).replaceAll('How ChatGPT came to be', 'A copy');
      pair.disk.set(path.replace('/extension/content', '/folder/.marginalia'), text);
    }
    pair.editor.reader.pick = rows => rows.find(({ description }) => description?.includes('.marginalia'));
  }

  /** The first passage of the second concept. */
  function elsewhere() {
    const [, concept] = pair.held('chapter', builtIn)?.concepts ?? [];
    return { concept: concept?.id ?? '', passage: concept?.passages[0] ?? '' };
  }

  const shownConcept = () => {
    const { place, shown } = pair.page;
    return place && shown && conceptAt(place, shown.chapter)?.id;
  };

  it('tells each topic once to a panel that is shown, and shown again, before its reader has moved', async () => {
    const wholes = () =>
      pair.crossed.splice(0).flatMap(one => {
        const down = typeof one === 'object' && 'down' in one ? one.down : undefined;
        return down?.type === 'whole' ? [down.topic] : [];
      });
    await pair.show();
    pair.hide();
    wholes();
    await pair.reveal();
    await pair.pass(1_000);
    const told = wholes();
    assert.ok(told.some(topic => topic.startsWith('notes/')));
    assert.deepEqual(told, [...new Set(told)]);
  });

  it('opens the concept of a passage that a lens leads to', async () => {
    await pair.show();
    const { chapter } = pair.page.shown ?? {};
    const region = chapter?.regions.find(({ id }) =>
      chapter.passages.some(({ code, concept }) => code.includes(id) && concept !== chapter.concepts[0]?.id),
    );
    assert.ok(region);
    const document = await pair.editor.open(URI.parse(`marginalia-code:/${builtIn}/${region.file}`));
    const [lenses] = pair.editor.lenses as readonly PassageLenses[];
    const found = await lenses?.provideCodeLenses(document as never);
    const leadsTo = ({ command }: CodeLens) => {
      const address = parseAddress(String(command?.arguments?.[0]));
      return chapter?.passages.find(({ id }) => id === address?.passage);
    };
    const lens = found?.find(one => leadsTo(one)?.concept !== chapter?.concepts[0]?.id);
    assert.ok(lens?.command);
    await pair.editor.run(lens.command.command, ...(lens.command.arguments ?? []));
    await pair.pass(1_000);
    const wanted = leadsTo(lens);
    assert.ok(wanted);
    assert.deepEqual([pair.page.place?.passage, shownConcept()], [wanted.id, wanted.concept]);
    assert.ok(pair.held('notes', builtIn, wanted.concept));
  });

  it('opens it for a passage alone: of a note, a hit, a deep link', async () => {
    const page = await pair.show();
    const { concept, passage } = elsewhere();
    const id = page.write({ chapter: builtIn, passage, language: 'en', start: 0, end: 5 }, 'a note there');
    await pair.pass(100);
    assert.equal(await pair.wish({ type: 'openTarget', annotation: id }), undefined);
    await pair.pass(100);
    assert.deepEqual([page.place?.passage, shownConcept()], [passage, concept]);
    page.go({ concept: page.shown?.chapter.concepts[0]?.id });
    await pair.pass(100);
    page.go({ view: 'chapter', passage });
    await pair.pass(100);
    assert.deepEqual([shownConcept(), page.shown?.own.map(note => note.id)], [concept, [id]]);
    await pair.editor.run('marginalia.openConceptPanel', { passage: page.shown?.chapter.passages[0]?.id });
    await pair.pass(100);
    assert.equal(shownConcept(), page.shown?.chapter.concepts[0]?.id);
  });

  it('tells two chapters with the same ids apart: notes, what was read, and code', async () => {
    await withCopy();
    const page = await pair.show();
    const words = { passage: 'one-goal', language: 'en', start: 0, end: 9 } as const;
    page.write({ chapter: builtIn, ...words }, 'of the one that is shipped');
    await pair.pass(100);
    await pair.wish({ type: 'markRead', chapter: builtIn, passages: ['one-goal'] });
    await pair.editor.run('marginalia.chooseChapter');
    await pair.pass(1_000);
    assert.deepEqual([page.shown?.chapter.key, page.shown?.chapter.title.en], [copy, 'A copy']);
    assert.deepEqual([page.shown?.own, page.shown?.read], [[], []]);
    page.write({ chapter: copy, ...words }, 'of the copy');
    await pair.pass(100);
    assert.equal(page.shown?.own.length, 1);
    const region = page.shown?.chapter.regions[0]?.id ?? '';
    assert.equal(await pair.wish({ type: 'openCode', chapter: copy, region }), undefined);
    assert.match(
      pair.editor.active?.document.uri.toString(true) ?? '',
      new RegExp(`^marginalia-code:/${copy}/`),
    );
    page.go({ chapter: builtIn });
    await pair.pass(1_000);
    assert.deepEqual([page.shown?.own.length, page.shown?.read], [1, ['one-goal']]);
    await pair.editor.run('marginalia.reviewAnnotations');
    await pair.pass(1_000);
    const sources = page.shown?.review?.due.map(
      ({ annotation }) => annotation.target[0]?.source.split('/')[1],
    );
    assert.deepEqual([...(sources ?? [])].sort(), [builtIn, copy]);
  });

  it('does not come back to a passage that was left', async () => {
    const page = await pair.show();
    page.go({ passage: 'one-goal' });
    await pair.pass(100);
    const { concept } = elsewhere();
    page.go({ concept });
    await pair.pass(100);
    pair.hide();
    await pair.pass(100);
    await pair.reveal();
    assert.deepEqual([pair.page.place?.passage, shownConcept()], [undefined, concept]);
    await pair.kill();
    await pair.restore();
    await pair.pass(1_000);
    assert.deepEqual([pair.page.place?.passage, shownConcept()], [undefined, concept]);
  });

  it('follows the files of a chapter that is open', async () => {
    await withCopy();
    const page = await pair.show();
    await pair.editor.run('marginalia.chooseChapter');
    await pair.pass(1_000);
    const manifest = `/folder/.marginalia/${builtIn}/chapter.json`;
    pair.disk.set(manifest, pair.disk.text(manifest).replaceAll('A copy', 'Written anew'));
    await pair.pass(1_000);
    assert.equal(page.shown?.chapter.title.en, 'Written anew');
    pair.disk.set(manifest, '{');
    await pair.pass(1_000);
    assert.deepEqual(
      page.shown?.problems.map(({ code }) => code),
      ['broken-chapter'],
    );
  });

  it('knows what was saved in the editor though no watcher saw it', async () => {
    await withCopy();
    const page = await pair.show();
    await pair.editor.run('marginalia.chooseChapter');
    await pair.pass(1_000);
    const manifest = URI.file(`/folder/.marginalia/${builtIn}/chapter.json`);
    pair.editor.isBlind = true;
    const document = await pair.editor.open(manifest);
    pair.editor.save(manifest, document.getText().replaceAll('A copy', 'Written anew'));
    await pair.pass(1_000);
    assert.equal(page.shown?.chapter.title.en, 'Written anew');
  });
});
