// Which workspace's chapter bears which key. A key names no path, so that notes survive when the workspace is moved;
// and unrelated workspaces may each have a chapter "tides". So the first that is met bears the plain name, the next
// one a number, and one whose folder has gone leaves its key to the next of its name: that is what a move looks like.
import * as v from 'valibot';

/** By name, the folders (URIs) that claim it; the place in the list is the number of the copy. */
export const Claims = v.array(v.tuple([v.string(), v.array(v.string())]));
export type Claims = v.InferOutput<typeof Claims>;

export interface Claimed {
  readonly claims: Claims;
  /** From 1 on. */
  readonly copy: number;
}

/** `isGone`: there is certainly no such folder any more; one that cannot be looked at now is not gone. */
export async function claim(
  claims: Claims,
  { name, folder }: { readonly name: string; readonly folder: string },
  isGone: (folder: string) => Promise<boolean>,
): Promise<Claimed> {
  const folders = claims.find(([claimed]) => claimed === name)?.[1] ?? [];
  const known = folders.indexOf(folder);
  if (known >= 0) return { claims, copy: known + 1 };
  let place = 0;
  while (place < folders.length && !(await isGone(folders[place] ?? ''))) place += 1;
  const next = [...folders.slice(0, place), folder, ...folders.slice(place + 1)];
  return { claims: [...claims.filter(([claimed]) => claimed !== name), [name, next]], copy: place + 1 };
}
