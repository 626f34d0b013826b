// Sets style properties through CSSOM. The page's policy refuses style attributes, and lit's own styleMap
// writes one at its first rendering.
import { noChange } from 'lit-html';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit-html/directive.js';

type Properties = Readonly<Record<string, string>>;

class Styled extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('styled() stands on an element');
  }

  render(_properties: Properties) {
    return noChange;
  }

  override update(part: ElementPart, [properties]: [Properties]) {
    if (!(part.element instanceof HTMLElement)) return noChange;
    for (const [name, value] of Object.entries(properties)) part.element.style.setProperty(name, value);
    return noChange;
  }
}

/** On an element: `<i ${styled({ left: '30%' })}>`. Names are the CSS ones. */
export const styled = directive(Styled);
