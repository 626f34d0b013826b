// Code as it is, with what is not seen in it shown: a control of writing direction can make a line read as another one.
import { html, type TemplateResult } from 'lit-html';
import { cutAtUnseen, pointName } from '../../core/base/foreign';

/** Parts for a template; most code is one string. */
export function codeText(text: string): readonly (string | TemplateResult)[] {
  return cutAtUnseen(text).map((part, index) =>
    index % 2 === 0 ? part : html`<span class="unseen" data-point=${pointName(part)}>${part}</span>`,
  );
}

/** The same as nodes. Their text is the code's own, so offsets in a passage stay what they were. */
export function codeNodes(text: string): readonly Node[] {
  return cutAtUnseen(text).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(part);
    const box = document.createElement('span');
    box.className = 'unseen';
    box.dataset.point = pointName(part);
    box.append(part);
    return box;
  });
}
