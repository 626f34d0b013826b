// Runs a function with an input that the reader gives, and only after the reader has seen what will be run and said yes.
import * as vscode from 'vscode';
import type { Language } from '../../core/chapter/chapter';
import type { Clock, PlannedTrace, Sentence, SyntaxParser, Tracer, TraceTask } from '../../core/ports';
import { boundsOf } from '../../core/reasoning/excerpt';
import { type Excerpt, isAsked, type Run } from '../../core/reasoning/run';
import { compareCode, spanIn } from '../../core/reasoning/staleness';
import { parseCall } from '../../core/trace/input/call';
import { callsIn, callsInDoc, type ProposedCall } from '../../core/trace/input/proposals';
import { ToldText } from '../../core/trace/kept';
import type { SeenRun } from '../../core/trace/seen';
import { callFaultText, traceEndText, traceFaultText } from '../../core/wording/traceText';
import { label } from '../shell/label';
import { reachableIfAllowed } from '../shell/reachable';
import { codeUnderCaret } from './codeUnderCaret';
import type { SeenRuns } from './seenRuns';
import { excerptToExplain } from './selection';

export interface TraceCodeParts {
  /** Missing where no code can be run. */
  readonly tracer: Tracer | undefined;
  readonly seen: SeenRuns;
  readonly clock: Clock;
  readonly language: () => Language;
  readonly syntax: SyntaxParser | undefined;
  /** The explanation that is shown of a file, or was the last one. */
  readonly runOn: (uri: string) => Run | undefined;
  /** A run about this code that asks no model. */
  readonly unasked: (excerpt: Excerpt) => Promise<Run>;
  /** It has run, and is not shown yet. */
  readonly ran: (run: Run, seen: SeenRun) => Promise<void>;
  readonly show: (run: Run) => Promise<void>;
}

/** A function of a file on disk, and the run beside which it is shown; where that is missing, one is made. */
interface Traced {
  readonly document: vscode.TextDocument;
  readonly excerpt: Excerpt;
  readonly run: Run | undefined;
}

export class TraceCode implements vscode.Disposable {
  readonly #parts: TraceCodeParts;
  readonly #running = new Set<AbortController>();

  constructor(parts: TraceCodeParts) {
    this.#parts = parts;
  }

  /** The function of a run, or the one around the caret. Resolves when it has run and is shown, or will not be. */
  async trace(run?: Run): Promise<void> {
    const { tracer, language } = this.#parts;
    const no = (why: Sentence | string) =>
      void vscode.window.showWarningMessage(label(typeof why === 'string' ? why : why[language()]));
    if (!tracer)
      return no(vscode.l10n.t('A browser cannot run code. Open the folder in VS Code on a machine.'));
    if (!vscode.workspace.isTrusted) {
      return no(vscode.l10n.t('Code is run in a trusted workspace only. Trust this one first.'));
    }
    const traced = await (run ? this.#ofRun(run) : this.#underCaret());
    if (typeof traced === 'string') return no(traced);
    const { document, excerpt } = traced;
    const spoken = languages.get(document.languageId);
    if (!spoken) return no(traceFaultText({ code: 'language', name: document.languageId }));
    if (document.isDirty && !(await isSaved(document))) return;
    const call = await askForCall(excerpt, document.getText(), spoken, language());
    if (call === undefined) return;
    const text = document.getText();
    const { stands, staleLines } = compareCode(traced.run?.excerpt ?? excerpt, text);
    const isUnchanged = staleLines.length === 0 && stands.length === 1;
    if (stands.length === 0) return no(gone());
    const planned = tracer.plan({ language: spoken, path: document.uri.fsPath, text, call });
    if (!planned.ok) return no(planned.why);
    if (!(await isConfirmed(call, document, planned.value))) return;
    const at = this.#parts.clock.now();
    const told = await this.#run(call, planned.value);
    const read = this.#parts.seen.read({ at, stands, isUnchanged }, told);
    if (!read || read.seen.end.reason === 'refused' || read.seen.expression === '') {
      return no(traceEndText(read ? read.seen.end : { reason: 'lost', detail: '' }));
    }
    const beside = traced.run ?? (await this.#parts.unasked(excerpt));
    await this.#parts.ran(beside, read.seen);
    const isKept = await this.#parts.seen.keep(beside.id, read);
    await this.#parts.show(beside);
    if (!isKept) no(vscode.l10n.t('What was seen is shown, but could not be kept on disk.'));
  }

  /** Nothing is left running. */
  dispose(): void {
    for (const abort of this.#running) abort.abort();
  }

  async #run(call: string, plan: PlannedTrace): Promise<string> {
    const abort = new AbortController();
    this.#running.add(abort);
    const told = new ToldText();
    const take = (lines: string) => {
      told.add(lines);
      if (told.isFull) abort.abort();
    };
    try {
      await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: vscode.l10n.t('Running {0}', label(call)),
          cancellable: true,
        },
        (_progress, token) => {
          token.onCancellationRequested(() => abort.abort());
          return plan.run(take, abort.signal);
        },
      );
    } finally {
      this.#running.delete(abort);
    }
    return told.text;
  }

  async #underCaret(): Promise<Traced | string> {
    const place = codeUnderCaret();
    if ('code' in place) return vscode.l10n.t('Put the caret in a function, in an editor.');
    const { document } = place;
    const refusal = whyNotOnDisk(document);
    if (refusal !== undefined) return refusal;
    const { end } = place.selections[0];
    const excerpt = await excerptToExplain(document, new vscode.Range(end, end), this.#parts.syntax);
    if ('code' in excerpt || excerpt.symbol === undefined) {
      return vscode.l10n.t('The caret stands in no function that could be called.');
    }
    const run = this.#parts.runOn(document.uri.toString());
    return {
      document,
      excerpt,
      run: run && isShowing(run) && holds(run, excerpt, document.getText()) ? run : undefined,
    };
  }

  async #ofRun(run: Run): Promise<Traced | string> {
    const uri = await reachableIfAllowed(run.excerpt.uri);
    const document = uri && (await opened(uri));
    if (!document) return vscode.l10n.t('The file of this run cannot be opened.');
    const refusal = whyNotOnDisk(document);
    if (refusal !== undefined) return refusal;
    if (run.excerpt.symbol !== undefined) return { document, excerpt: run.excerpt, run };
    const { stands } = compareCode(run.excerpt, document.getText());
    const line = spanIn(stands, boundsOf(run.excerpt)).lines?.first;
    if (line === undefined) return gone();
    const { firstNonWhitespaceCharacterIndex: column } = document.lineAt(line - 1);
    const caret = new vscode.Position(line - 1, column);
    const excerpt = await excerptToExplain(document, new vscode.Range(caret, caret), this.#parts.syntax);
    if ('code' in excerpt || excerpt.symbol === undefined) {
      return vscode.l10n.t('The lines of this run stand in no function that could be called.');
    }
    return { document, excerpt, run };
  }
}

/** JSX is none of them: nothing here runs it. */
const languages: ReadonlyMap<string, TraceTask['language']> = new Map([
  ['python', 'python'],
  ['javascript', 'javascript'],
  ['typescript', 'javascript'],
]);

function gone(): string {
  return vscode.l10n.t('The code of this run is not in its file any more. Explain it again first.');
}

function whyNotOnDisk({ uri }: vscode.TextDocument): string | undefined {
  if (uri.scheme === 'untitled') return vscode.l10n.t('Save the file first: what runs is a file on disk.');
  return uri.scheme === 'file'
    ? undefined
    : vscode.l10n.t('Only a file on disk can be run, no notebook cell and no virtual file.');
}

async function opened(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

/** One that found no model has a page about that. */
function isShowing(run: Run): boolean {
  return run.steps.length > 0 || !isAsked(run);
}

/** Its code stands in the file as it was, and the function is a part of it. */
function holds(run: Run, { firstLine, text }: Excerpt, file: string): boolean {
  const { stands, staleLines } = compareCode(run.excerpt, file);
  const { lines } = spanIn(stands, boundsOf(run.excerpt));
  const last = firstLine + text.split('\n').length - 1;
  return staleLines.length === 0 && lines !== undefined && lines.first <= firstLine && last <= lines.last;
}

/** Asked: what runs is the file as it stands on disk. */
async function isSaved(document: vscode.TextDocument): Promise<boolean> {
  const save = vscode.l10n.t('Save and Go On');
  const message = vscode.l10n.t('The file has changes that are not saved. What runs is the saved file.');
  return (await asked(message, '', save)) && document.save();
}

/** From a doc example, from a place that calls it, or written; checked before anything is started. */
async function askForCall(
  excerpt: Excerpt,
  file: string,
  language: TraceTask['language'],
  spoken: Language,
): Promise<string | undefined> {
  const name = excerpt.symbol ?? '';
  const title = vscode.l10n.t('Trace With an Input');
  const found = proposedCalls(excerpt.text, file, name, language);
  let value = `${name}()`;
  if (found.length > 0) {
    const own = { label: vscode.l10n.t('Write a call…'), call: value };
    const rows = found.map(({ text, line, isExample, isComplete }) => ({
      label: label(text),
      description: [
        isExample ? vscode.l10n.t('doc example') : vscode.l10n.t('line {0}', line),
        ...(isComplete ? [] : [vscode.l10n.t('names what stands elsewhere')]),
      ].join(' · '),
      call: text,
    }));
    const placeHolder = vscode.l10n.t('A call of {0}; you can edit it next.', label(name));
    const chosen = await vscode.window.showQuickPick([...rows, own], { title, placeHolder });
    if (!chosen) return undefined;
    value = chosen.call;
  }
  const written = await vscode.window.showInputBox({
    title,
    value,
    valueSelection: [value.length - 1, value.length - 1],
    prompt: vscode.l10n.t(
      'The call that is run in this file. Nothing runs before you have seen the command.',
    ),
    validateInput: text => {
      const parsed = parseCall(text, language);
      return parsed.ok ? undefined : label(callFaultText(parsed.fault)[spoken]);
    },
    ignoreFocusOut: true,
  });
  const parsed = written === undefined ? undefined : parseCall(written, language);
  return parsed?.ok ? parsed.call.text : undefined;
}

interface Proposal extends ProposedCall {
  readonly isExample: boolean;
}

/** Doc examples first; the same call once. */
function proposedCalls(
  code: string,
  file: string,
  name: string,
  language: TraceTask['language'],
): readonly Proposal[] {
  const examples = callsInDoc(code, name, language).map(call => ({ ...call, isExample: true }));
  const calls = callsIn(file, name, language).map(call => ({ ...call, isExample: false }));
  const known = new Set(examples.map(({ text }) => text));
  return [...examples, ...calls.filter(({ text }) => !known.has(text))];
}

async function isConfirmed(
  call: string,
  document: vscode.TextDocument,
  { command, folder, timeMs, memoryBytes }: PlannedTrace,
): Promise<boolean> {
  const run = vscode.l10n.t('Run');
  const detail = [
    vscode.l10n.t('First all of {0} is run, then this call.', label(document.uri.fsPath)),
    vscode.l10n.t('Command: {0}', command.map(quoted).map(label).join(' ')),
    vscode.l10n.t('Folder: {0}', label(folder)),
    vscode.l10n.t(
      'It has your own rights: it can read, change and delete your files, and use the network. It is ended after {0} s, or when it takes more than {1} MB.',
      timeMs / 1000,
      Math.round(memoryBytes / (1 << 20)),
    ),
  ].join('\n\n');
  return asked(vscode.l10n.t('Run {0}?', label(call)), detail, run);
}

function quoted(word: string): string {
  return /^[\w./:=+@%\\-]+$/.test(word) ? word : JSON.stringify(word);
}

async function asked(message: string, detail: string, yes: string): Promise<boolean> {
  try {
    return (await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) === yes;
  } catch {
    // A question that could not be asked, as in a window that is closing or under test, was not answered with yes.
    return false;
  }
}
