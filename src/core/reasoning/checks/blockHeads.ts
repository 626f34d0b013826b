// What a line stands under, by indentation alone: the heads of the blocks around it, and of an `else` the `if` that it belongs
// to. A step about such a line may speak of them.

/** A few are enough: deeper code is spoken of by what is near. */
const mostHeads = 8;

const goesOn = /^[\s})]{0,200}(?:else|elif|elsif|elseif|except|catch|rescue|finally|ensure)\b/;

/** Line indices from 0, of `lines` without comments and strings. The work of making it ready is done once. */
export function blockHeads(lines: readonly string[]): (index: number) => readonly number[] {
  /** For each line, the last line before it that is indented less, and the last one that is indented alike. */
  const above: { readonly parent: number; readonly before: number }[] = [];
  const open: { readonly indent: number; readonly index: number }[] = [];
  for (const [index, line] of lines.entries()) {
    const indent = line.search(/\S/);
    const isTelling = /\w/.test(line);
    let before = -1;
    for (let last = open.at(-1); indent >= 0 && last && last.indent >= indent; last = open.at(-1)) {
      if (last.indent === indent) before = last.index;
      open.pop();
    }
    above.push({ parent: open.at(-1)?.index ?? -1, before });
    // A line of brackets alone leaves the one before it to be found.
    if (isTelling) open.push({ indent, index });
    else if (before >= 0) open.push({ indent, index: before });
  }
  return index => {
    const heads: number[] = [];
    for (let at = index; heads.length < mostHeads; ) {
      const { parent, before } = above[at] ?? { parent: -1, before: -1 };
      at = before >= 0 && goesOn.test(lines[at] ?? '') ? before : parent;
      if (at < 0) break;
      heads.push(at);
    }
    return heads;
  };
}
