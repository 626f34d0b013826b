// Which model server: looking again, addresses, keys, and setting up a small model here.
import * as v from 'valibot';
import { Id } from './words';

export interface SetUp {
  readonly state: 'idle' | 'running' | 'failed' | 'installed';
  readonly what?: string;
  readonly doneBytes?: number;
  readonly totalBytes?: number;
  readonly problem?: string;
}

/** The run that found no model begins anew when there is one. */
const forRun = { run: v.optional(Id) };

export const modelsWishes = [
  v.object({ type: v.literal('tryAgain'), ...forRun }),
  v.object({ type: v.literal('enterAddress'), ...forRun }),
  v.object({ type: v.literal('enterKey'), ...forRun }),
  v.object({ type: v.literal('selectModel'), ...forRun }),
  v.object({ type: v.literal('setUpModel'), ...forRun }),
  /** The one that allows hosts other than this machine. */
  v.object({ type: v.literal('openSetting') }),
  v.object({ type: v.literal('stopSetUp') }),
] as const;
