// What belongs to no feature: problems outside a run, settings of the panel, the log.
import * as v from 'valibot';
import type { Depth } from '../reasoning/forms/depth';

export interface PanelSettings {
  /** Single-letter keys in the panel. */
  readonly singleKeys: boolean;
  /** How much is said of each piece of code. */
  readonly depth: Depth;
}

const longestReport = 20_000;

export const shellWishes = [
  v.object({ type: v.literal('showLog') }),
  v.object({ type: v.literal('copyDiagnostics') }),
  /** Something went wrong in the panel itself. */
  v.object({
    type: v.literal('panelFailed'),
    detail: v.pipe(
      v.string(),
      v.transform(text => text.slice(0, longestReport)),
    ),
  }),
] as const;
