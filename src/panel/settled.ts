// Where a growing Markdown text can no longer change.

/**
 * How much of a growing text is made of finished blocks: up to the last blank line outside a code fence after
 * which a plain paragraph begins. (A list or indented line could still belong to what stands before it, and
 * what opens as HTML may reach over blank lines.)
 */
export function settledLength(source: string): number {
  let settled = 0;
  let fence: string | undefined;
  let isAfterBlank = false;
  let offset = 0;
  for (const line of source.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined && /^ {0,3}<[a-z!?/]/i.test(line)) return settled;
    if (fence === undefined && isAfterBlank && /^[^\s\-+*>#|`~=_<[\d]/.test(line)) settled = offset;
    if (mark !== undefined && fence === undefined) fence = mark;
    else if (fence !== undefined && mark?.startsWith(fence) === true) fence = undefined;
    isAfterBlank = line.trim() === '';
    offset += line.length + 1;
  }
  return settled;
}
