// A note that is being written: there is one at a time, and its text is given up by the reader alone.
import type { Draft } from '../../panelState';
import type { Scene } from '../../scene';

/** Made with the draft, so that saving it twice, as after a reload in the middle, makes one note. */
export function newAnnotationId(): string {
  return `urn:uuid:${crypto.randomUUID()}`;
}

/** Opens a draft. One that holds text already comes first: it is shown where it stands instead. */
export function openDraft(scene: Scene, draft: Draft): void {
  const { draft: open } = scene.ui;
  scene.change({ selection: undefined });
  if (open && open.text.trim() !== '') {
    if (open.on) scene.go({ view: 'chapter', chapter: open.on.chapter, passage: open.on.passage });
    scene.say(scene.words.draftFirst);
    return;
  }
  scene.change({ draft, draftProblem: undefined });
}

/** Whether the draft is on its way to the disk. */
export function isSavingDraft({ ui, underWay }: Scene): boolean {
  const { draft } = ui;
  return (
    draft !== undefined &&
    underWay.some(
      wish =>
        (wish.type === 'annotatePassage' || wish.type === 'editNote') && wish.annotation === draft.annotation,
    )
  );
}

/** Asks for it to be kept. It stays open until it is; a refusal is said beside its text. */
export function saveDraft(scene: Scene): void {
  const { draft } = scene.ui;
  if (!draft || isSavingDraft(scene)) return;
  const note = draft.text.trim();
  const outcome = {
    granted: () => {
      scene.change({ draft: undefined, draftProblem: undefined });
      scene.say(scene.words.noteSaved);
    },
    refused: (draftProblem: NonNullable<Scene['ui']['draftProblem']>) => scene.change({ draftProblem }),
  };
  scene.change({ draftProblem: undefined });
  const { annotation, on } = draft;
  if (!on) scene.wish({ type: 'editNote', annotation, note }, outcome);
  else scene.wish({ type: 'annotatePassage', annotation, ...on, ...(note === '' ? {} : { note }) }, outcome);
}
