// Words of others in what the editor draws for us: lists, lenses, notices. It reads icons and links out of such text.
import { isolated } from '../../core/base/foreign';

/** A word joiner is not seen, and ends what the editor would take for `$(icon)` or `[words](command:…)`. */
const joiner = '\u2060';

export function label(foreign: string): string {
  const text = isolated(foreign).replace(/[\r\n]+/g, ' ');
  return text.replaceAll('$(', `$${joiner}(`).replaceAll('](', `]${joiner}(`);
}
