// A run event by event: the host and the panel advance the same run by the same function, so only what arrived travels
// between them.
import { countOf } from '../base/count';
import type { EndpointWarning, Usage } from '../endpoint/endpoint';
import { type Budget, type Destination, isFinished, type Run, type TimedEvent } from './run';

/** More steps than the largest selection has lines worth one; an answer that goes on is cut (steps.ts). */
export const mostSteps = 1000;
/** One of each kind, and some that differ in more than their kind. */
const mostWarnings = 8;

/** The run after one more event. A finished run ignores what still arrives. */
export function advance(before: Run, { at, event }: TimedEvent): Run {
  if (isFinished(before)) return before;
  // Whatever else is heard of it, it waits no more.
  const run = before.isQueued ? withoutQueue(before) : before;
  switch (event.type) {
    case 'queued':
      return { ...run, isQueued: true };
    case 'prepared': {
      const { answer: _ofTheLast, ...rest } = run;
      return {
        ...rest,
        isWriting: false,
        ...(run.steps.length > 0 ? { stepsBefore: run.steps.length } : {}),
        destination: fitting(event.destination),
        messages: event.messages,
        ...(event.budget ? { budget: counted(event.budget) } : {}),
        ...(event.grammar === undefined ? {} : { grammar: event.grammar }),
        ...(event.schema === undefined ? {} : { schema: event.schema }),
        ...(event.form === undefined ? {} : { form: event.form }),
        ...(event.pieces === undefined ? {} : { pieces: [...event.pieces] }),
        ...(event.definitions === undefined ? {} : { definitions: event.definitions }),
      };
    }
    case 'connecting':
      return { ...run, state: 'connecting' };
    case 'loading':
      return withShare(
        { ...run, state: 'loading', loading: event.model, ...definedSize(event.sizeBytes) },
        event.share,
      );
    case 'reading': {
      const toRead = event.total - event.cached;
      return withShare(
        { ...run, state: 'reading' },
        toRead > 0 ? (event.processed - event.cached) / toRead : 1,
      );
    }
    case 'thinking':
      return {
        ...withShare(run, undefined),
        state: hasBegun(run) ? run.state : 'thinking',
        thinking: run.thinking + event.text,
        thinkingAt: run.thinkingAt ?? at,
      };
    case 'tokens':
      return { ...run, tokens: event.lengths.map(lengths => [...lengths]) };
    case 'skippable':
      return { ...run, isSkippable: true };
    case 'skipped':
      return { ...run, isSkippable: false, isSkipped: true };
    case 'rethink': {
      const { summary: _before, ...rest } = run;
      return {
        ...rest,
        state: 'thinking',
        thinking: run.thinking + event.text,
        thinkingAt: run.thinkingAt ?? run.streamingAt ?? at,
        steps: run.steps.slice(0, event.keep ?? 0),
        isWriting: false,
      };
    }
    case 'step':
      if (run.steps.length >= mostSteps) return { ...run, isWriting: false };
      return {
        ...withShare(run, undefined),
        state: 'streaming',
        streamingAt: run.streamingAt ?? at,
        steps: [...run.steps, event.step],
        isWriting: true,
      };
    case 'summary':
      return {
        ...withShare(run, undefined),
        state: 'streaming',
        streamingAt: run.streamingAt ?? at,
        summary: (run.summary ?? '') + event.text,
      };
    case 'stepLines': {
      if (!run.isWriting) return run;
      const { lines, named } = event;
      return { ...run, steps: withLast(run.steps, step => ({ ...step, lines, named })) };
    }
    case 'stepText':
      if (!run.isWriting) return run;
      return { ...run, steps: withLast(run.steps, step => ({ ...step, text: step.text + event.text })) };
    case 'answered':
      return { ...run, answer: event.text };
    case 'usage':
      return { ...run, usage: { ...run.usage, ...finite(event.usage) } };
    case 'warning':
      return withWarning(run, event.warning);
    case 'done':
      return {
        ...withShare(run, undefined),
        state: event.reason === 'stopped' ? 'stopped' : 'done',
        endedAt: at,
        isWriting: false,
        reason: event.reason,
        ...(event.detail === undefined ? {} : { reasonDetail: event.detail }),
      };
    case 'failed':
      return {
        ...withShare(run, undefined),
        state: 'failed',
        endedAt: at,
        isWriting: false,
        problem: event.problem,
      };
  }
}

/** Whether the answer to the last question has. */
function hasBegun({ steps, stepsBefore, summary }: Run): boolean {
  return stepsBefore === undefined ? steps.length > 0 || summary !== undefined : steps.length > stepsBefore;
}

function withoutQueue({ isQueued: _over, ...run }: Run): Run {
  return run;
}

function withShare(run: Run, share: number | undefined): Run {
  const { share: _before, ...rest } = run;
  return share === undefined || Number.isNaN(share)
    ? rest
    : { ...rest, share: Math.min(1, Math.max(0, share)) };
}

/** Said once is enough. */
function withWarning(run: Run, warning: EndpointWarning): Run {
  const text = JSON.stringify(warning);
  const isSaid = run.warnings.some(said => JSON.stringify(said) === text);
  if (isSaid || run.warnings.length >= mostWarnings) return run;
  return { ...run, warnings: [...run.warnings, { ...warning }] };
}

function definedSize(told: number | undefined) {
  const sizeBytes = countOf(told);
  return sizeBytes === undefined ? {} : { sizeBytes };
}

/** A run holds nothing that its own schema refuses, whatever a server counts: the panel would refuse all of it. */
function counted(budget: Budget): Budget {
  const count = (tokens: number) => countOf(tokens) ?? 0;
  return {
    ...budget,
    instructions: count(budget.instructions),
    code: count(budget.code),
    surroundings: count(budget.surroundings),
    ...(budget.definitions === undefined ? {} : { definitions: count(budget.definitions) }),
    question: count(budget.question),
    answer: count(budget.answer),
    window: count(budget.window),
  };
}

function fitting({ contextTokens, ...destination }: Destination): Destination {
  const tokens = countOf(contextTokens);
  return tokens === undefined ? destination : { ...destination, contextTokens: tokens };
}

function finite(usage: Usage): Usage {
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => Number.isFinite(value)));
}

function withLast<T>(items: readonly T[], change: (item: T) => T): T[] {
  const last = items.at(-1);
  return last === undefined ? [] : [...items.slice(0, -1), change(last)];
}
