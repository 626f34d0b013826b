// A whole course of the miniature as it was recorded with seed 1: UPDATE_GOLDEN=1 writes it anew (miniature.test.ts).
import { readFileSync } from 'node:fs';
import type { Sample } from '../../src/panel/miniature';

export const recordedFile = 'content/how-chatgpt-came-to-be/code/miniature.recorded.json';

interface RecordedPhase {
  readonly losses: readonly number[];
  readonly samples: readonly Sample[];
  readonly exam: {
    readonly facts: number;
    readonly taught: number;
    readonly untaught: number;
    readonly moved?: number;
  };
}

export function recordedMiniature(): {
  readonly seed: number;
  readonly weights: number;
  readonly base: RecordedPhase;
  readonly tuned: RecordedPhase;
} {
  return JSON.parse(readFileSync(recordedFile, 'utf8'));
}
