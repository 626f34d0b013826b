// A string of a safe tree as one DOM node: plain text mostly; a span where names are kept whole or, in code, what is not
// seen is shown. Text that grows at its end keeps its node.
import { codeNodes } from './codeText';
import { wholeNodes } from './wholeWords';

export function wordsNode(text: string, isCode: boolean): Node {
  const nodes = isCode ? codeNodes(text) : wholeNodes(text);
  const [only] = nodes;
  if (nodes.length === 1 && only) return only;
  const span = document.createElement('span');
  span.append(...nodes);
  return span;
}

/** A word that is longer than this is looked at no further back: no name that is kept whole is. */
const longestWord = 40;

/** Adds what `now` has more than `before` to the node that shows `before`; `false` where it has to be made anew. */
export function growWords(node: Node, before: string, now: string, isCode: boolean): boolean {
  const last = node instanceof Text ? node : node.lastChild;
  if (!(last instanceof Text) || !now.startsWith(before)) return false;
  const added = now.slice(before.length);
  // The word that it ends in may become one that is kept whole.
  const tail = last.data.slice(-longestWord) + added;
  if ((isCode ? codeNodes(tail) : wholeNodes(tail)).length !== 1) return false;
  last.appendData(added);
  return true;
}
