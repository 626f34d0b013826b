// Whether a path names a file inside the folder that it is read from, on every system and however it is spelled.

/** Longer ones no author writes. */
const longestPath = 200;

/** Line ends, controls and what is not seen: a path is shown, and must read as what it is. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Another separator, a drive or a scheme, and an encoding that a later reader may undo. */
const another = /[\\:]|%[\da-f]{2}/i;

/** Windows opens a device of this name in any folder, whatever stands after the dot. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Relative, with `/`; no part of it climbs, is empty, or ends in what some system drops. */
export function isInnerPath(path: string): boolean {
  if (path.length > longestPath || unseen.test(path)) return false;
  // A file system may take a full-width dot or slash for the plain one.
  return [path, path.normalize('NFKC')].every(
    spelled => !another.test(spelled) && spelled.split('/').every(isName),
  );
}

function isName(part: string): boolean {
  return part !== '' && !/^\s|[\s.]$/.test(part) && !device.test(part);
}
