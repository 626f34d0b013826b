// The notes on some passages as a topic: whole once, then only what changed on these passages.
import type { Annotation } from '../../core/annotation/annotation';
import type { NotesPatch as StorePatch } from '../../core/annotation/patch';
import type { LoadedChapter } from '../../core/chapter/library';
import type { OpenTopic, Teller } from '../../core/wire/hub';
import type { NotesNow, NotesPatch } from '../../core/wire/notes';
import type { Notebook } from './notebook';
import { isOn, keysOf, notesOn } from './notesOn';

/** A note that becomes due while it is looked at says so within this. */
const lookEveryMs = 30_000;

export interface NotesTopicParts {
  readonly notebook: Pick<Notebook, 'opened' | 'isDue' | 'onPatch' | 'onState'>;
  readonly chapter: LoadedChapter;
  /** Ids of passages. */
  readonly passages: readonly string[];
}

export function notesTopic(
  { notebook, chapter, passages }: NotesTopicParts,
  tell: Teller<NotesPatch>,
): OpenTopic<NotesNow> {
  const keys = keysOf(chapter.chapter, passages);
  const isHere = (annotation: Annotation) => isOn(keys, annotation);
  const editorial = chapter.editorial.filter(isHere);
  const editorialIds = new Set(editorial.map(({ id }) => id));
  /** What was told, so that a removal here can be told from one elsewhere. */
  let own = new Set<string>();
  let due: ReadonlySet<string> = new Set();

  const dueNow = () => new Set([...own, ...editorialIds].filter(id => notebook.isDue(id)));

  const whole = (): NotesNow => {
    const { store } = notebook.opened ?? {};
    const found = store ? notesOn(keys, key => store.bySource(key)) : [];
    own = new Set(found.map(({ id }) => id));
    due = dueNow();
    const kept = [...editorialIds].filter(id => store?.isKept(id)).sort();
    return { editorial, own: found, kept, due: [...due].sort() };
  };

  /** What became due, or is not any more, since it was told. */
  const dueSince = (): Pick<NotesPatch, 'due' | 'notDue'> => {
    const before = due;
    due = dueNow();
    const nowDue = [...due].filter(id => !before.has(id));
    const notDue = [...before].filter(id => !due.has(id));
    return { ...(nowDue.length > 0 ? { due: nowDue } : {}), ...(notDue.length > 0 ? { notDue } : {}) };
  };

  const patched = ({ put, removed, kept, unkept, rated, undone }: StorePatch): NotesPatch | undefined => {
    const here = put.filter(isHere);
    // A note that was moved to other words is not here any more.
    const left = put.filter(one => own.has(one.id) && !isHere(one)).map(({ id }) => id);
    const gone = [...removed, ...left].filter(id => own.has(id));
    const cards = [...rated, ...undone].some(({ card }) => own.has(card) || editorialIds.has(card));
    const keptHere = kept.filter(id => editorialIds.has(id));
    const unkeptHere = unkept.filter(id => editorialIds.has(id));
    if (here.length + gone.length + keptHere.length + unkeptHere.length === 0 && !cards) return undefined;
    for (const { id } of here) own.add(id);
    for (const id of gone) own.delete(id);
    return {
      ...(here.length > 0 ? { put: here } : {}),
      ...(gone.length > 0 ? { removed: gone } : {}),
      ...(keptHere.length > 0 ? { kept: keptHere } : {}),
      ...(unkeptHere.length > 0 ? { unkept: unkeptHere } : {}),
      ...dueSince(),
    };
  };

  const looking = setInterval(() => {
    const news = dueSince();
    if (news.due || news.notDue) tell.patch(news);
  }, lookEveryMs);
  const listening = [
    { dispose: () => clearInterval(looking) },
    notebook.onPatch(patch => {
      const news = patched(patch);
      if (news) tell.patch(news);
    }),
    notebook.onState(() => tell.again()),
  ];
  return {
    value: whole,
    dispose: () => {
      for (const one of listening) one.dispose();
    },
  };
}
