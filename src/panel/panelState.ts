// What the editor keeps for this panel while it is hidden or the window restarts: the reader's place.
import * as v from 'valibot';
import { Place } from '../core/protocol';
import type { EditorApi } from './link';

export function storedPlace(api: EditorApi): Place | undefined {
  const parsed = v.safeParse(v.object({ place: Place }), api.getState());
  return parsed.success ? parsed.output.place : undefined;
}

export function storePlace(api: EditorApi, place: Place): void {
  api.setState({ place });
}

/**
 * Where to open. The host knows best where to go, since a command may have asked for it; the stored place is
 * only finer, as the last few pixels of scrolling may not have reached the host.
 */
export function startPlace(fromHost: Place, stored: Place | undefined): Place {
  const isSame =
    stored?.view === fromHost.view &&
    stored.concept === fromHost.concept &&
    stored.passage === fromHost.passage &&
    stored.language === fromHost.language;
  return isSame ? stored : fromHost;
}
