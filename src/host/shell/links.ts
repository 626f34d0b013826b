// Links from outside, `vscode://marginalia.marginalia/at/…`. Anybody may write one, so it opens a place that is there and
// does nothing else; of one that is not an address through and through, nothing is taken.
import * as vscode from 'vscode';
import { type Address, addressOfLink } from '../../core/address';
import type { Log } from '../../core/ports';
import { linkTo, type Place } from '../../core/wire/place';

/** `open` hears of every link, with `undefined` for a bad one. */
export function registerLinks(
  open: (address: Address | undefined) => Promise<void>,
  log: Log,
): vscode.Disposable {
  return vscode.window.registerUriHandler({
    handleUri: async link => {
      try {
        await open(addressOfLink(link));
      } catch (error) {
        log.error(`a link could not be opened: ${error}`);
      }
    },
  });
}

/** A link to a place for somebody else, or for another day; `extension`: our id. */
export async function copyLink(place: Place, extension: string): Promise<void> {
  await vscode.env.clipboard.writeText(`${vscode.env.uriScheme}://${extension}${linkTo(place)}`);
  vscode.window.setStatusBarMessage(vscode.l10n.t('The link is copied.'), 5_000);
}
