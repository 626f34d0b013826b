// What a line looks to be, by its own marks alone.

/** Ends and separators that say nothing by themselves; `end` and its kind close as a bracket does. */
const closingOnly =
  /^(?:[\s)\]}>;,.]|<\/[\w.:-]{0,80}>|\/>|\*\/)*(?:(?:end|fi|done|esac|endif|endfunction|endwhile|endfor|endforeach|endef|END(?: IF| LOOP| CASE)?)\b[\s;,)]*)?$/;
/** `) {`, below a condition or parameters that stand on lines of their own: the end of a head. */
const endOfHead = /^\s*[)\]]+\s*(?:[{:]|=>\s*[{(]?|;?\s*then|do)\s*$/;
const openingOnly = /^\s*(?:[[({][[({\s]*|begin|do|then)$/i;
const closer = /^\s*[)\]}]/;
const opener = /(?:[[({]|=>|\bdo|\bthen)\s*$/;
const goesOn = /^[\s})\]]*(?:else|elif|elsif|elseif|except|catch|finally|rescue|ensure|otherwise)\b/i;
const label = /^\s*(?:case\b.*|default\s*|(?:public|private|protected)(?:\s+\w+)?\s*):\s*$/;
const decorator = /^\s*(?:@[\w.]+(?:\(.*\))?|#!?\[.*\]|\[[A-Z][^\]]*\])\s*$/;

/** Longer lines are code, and nothing more is asked of them. */
const longestLook = 400;

/** Whether a line holds only what closes, or begins with that and opens nothing again but what it ends the head of. */
export function isClosing(line: string): boolean {
  if (line.length > longestLook) return false;
  if (endOfHead.test(line)) return true;
  return closingOnly.test(line) || (closer.test(line) && !opener.test(line) && !goesOn.test(line));
}

export function isOpening(line: string): boolean {
  return line.length <= longestLook && openingOnly.test(line);
}

/** `else`, `catch` and their kind. */
export function isBranch(line: string): boolean {
  return goesOn.test(line.slice(0, longestLook));
}

/** A label without anything behind it, or a decorator: nothing without what follows. */
export function isBound(line: string): boolean {
  return line.length <= longestLook && (label.test(line) || decorator.test(line));
}
