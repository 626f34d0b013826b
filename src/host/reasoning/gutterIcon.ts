// Small drawings for the gutter, as data: a bar beside the lines of a step, its number where they begin, dots beside lines
// that no step is about. Grey in every theme: what is marked is no fault.
import * as vscode from 'vscode';

export type Look = 'goes on' | 'changed' | 'none' | `begins ${number}` | `changed ${number}`;

const inks = { light: '#6f6f6f', dark: '#9b9b9b' } as const;

export function gutterIcon(look: Look, ground: 'light' | 'dark'): vscode.Uri {
  const ink = inks[ground];
  const [kind, number] = look === 'goes on' || look === 'none' ? [look] : look.split(' ');
  const bar =
    kind === 'none'
      ? `<path d="M14 2v14" stroke="${ink}" stroke-width="1.5" stroke-dasharray="1.5 3.2"/>`
      : `<path d="M14 ${number === undefined ? 0 : 2}v16" stroke="${ink}" stroke-width="1.5"${
          kind === 'changed' ? ' stroke-dasharray="4 2"' : ''
        }/>`;
  const words =
    number === undefined || number.length > 2
      ? ''
      : `<text x="11" y="11.500" text-anchor="end" font-family="sans-serif" font-size="9" fill="${ink}">${number}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${bar}${words}</svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`);
}
