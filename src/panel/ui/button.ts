// Buttons: a word, often with an icon and the key that does the same; or an icon alone, which then bears a name.
import { html, nothing, type TemplateResult } from 'lit-html';
import { type IconName, icon } from './icons';

export interface ButtonParts {
  readonly name: string;
  /** `data-action`, by which style sheets and tests know it. */
  readonly action: string;
  readonly press: () => void;
  readonly look?: 'primary' | 'second' | 'quietb' | 'quietb right' | 'link' | undefined;
  readonly icon?: IconName | undefined;
  /** Shown as a key cap. */
  readonly key?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

export function button(parts: ButtonParts): TemplateResult {
  const { name, action, press, look = 'second', isDisabled = false } = parts;
  return html`<button type="button" class=${look} data-action=${action} ?disabled=${isDisabled} @click=${press}>${
    parts.icon === undefined ? nothing : icon(parts.icon)
  }${name}${parts.key === undefined ? nothing : html` <kbd>${parts.key}</kbd>`}</button>`;
}

export interface ToolParts {
  readonly name: string;
  readonly action: string;
  readonly press: () => void;
  readonly icon: IconName;
  readonly isDisabled?: boolean | undefined;
  /** Only on a button that stays pressed. */
  readonly isPressed?: boolean | undefined;
}

export function tool({
  name,
  action,
  press,
  icon: drawing,
  isDisabled = false,
  isPressed,
}: ToolParts): TemplateResult {
  return html`<button type="button" class="tool" data-action=${action} aria-label=${name} title=${name}
    aria-pressed=${isPressed ?? nothing} ?disabled=${isDisabled} @click=${press}>${icon(drawing)}</button>`;
}
