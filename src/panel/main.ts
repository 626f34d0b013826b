// Starts the panel: listens, says what is shown, and shows what comes.
import { type EditorApi, isFromEditor, Link } from './link';
import { Panel } from './panel';
import { panelViews } from './views';
import { wordsIn } from './words';

declare function acquireVsCodeApi(): EditorApi;

/** A chapter that takes longer than this is worth a sentence; a faster one would only make it flash. */
const patienceMs = 1500;

const api = acquireVsCodeApi();
const root = document.createElement('div');
root.className = 'panel';
document.body.prepend(root);

const waiting = document.createElement('p');
waiting.className = 'waiting';
const link = new Link({
  api,
  page: crypto.randomUUID(),
  changed: () => panel.changed(),
});
const panel: Panel = new Panel({ api, link, root, views: panelViews(), opened: () => waiting.remove() });
window.addEventListener('message', event => {
  if (isFromEditor(event, window.origin)) link.receive(event.data);
});

const report = (problem: unknown) => {
  const detail = problem instanceof Error ? `${problem.message}\n${problem.stack ?? ''}` : String(problem);
  link.wish({ type: 'panelFailed', detail: detail.slice(0, 10_000) });
};
window.addEventListener('error', event => report(event.error ?? event.message));
window.addEventListener('unhandledrejection', event => report(event.reason));
window.addEventListener('pagehide', () => panel.flush());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') link.watchAgain();
  else panel.flush();
});

setTimeout(() => {
  if (panel.scene()) return;
  waiting.textContent = wordsIn(navigator.language.startsWith('zh') ? 'zh-CN' : 'en').opening;
  root.before(waiting);
}, patienceMs);
