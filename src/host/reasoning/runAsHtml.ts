// A run as one HTML file: no script, nothing fetched, nothing to press; it prints, and reads by dark and by light.
import type { Node } from '../../core/markdown';
import { type ExportedRun, type ExportedStep, undirected } from './exportedRun';

/** Whatever got past the escaping would still load and run nothing. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function runAsHtml(run: ExportedRun): string {
  const facts = run.facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`);
  const code = run.code.map(
    (line, at) => `<li value="${run.firstLine + at}"><code>${escaped(line) || ' '}</code></li>`,
  );
  const unchecked = run.unchecked === undefined ? '' : `<p class="unchecked">${escaped(run.unchecked)}</p>`;
  return `<!doctype html>
<html lang="${run.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(run.title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(run.title)}</h1>
<dl>${facts.join('')}</dl>
${unchecked}
${run.summary.length === 0 ? '' : `<div class="summary">${htmlOf(run.summary)}</div>`}
<ol class="steps">
${run.steps.map(stepOf).join('\n')}
</ol>
${run.remarks.map(remark => `<p class="unchecked">${escaped(remark)}</p>`).join('\n')}
<h2>${escaped(run.codeTitle)}</h2>
<ol class="code">${code.join('')}</ol>
</main>
</body>
</html>
`;
}

function stepOf({ title, lines, text, marks }: ExportedStep): string {
  const place = lines === '' ? '' : ` <span class="lines">${escaped(lines)}</span>`;
  const said = marks.map(mark => `<li>${escaped(mark)}</li>`).join('');
  return `<li><h3>${escaped(title)}${place}</h3>${htmlOf(text)}${said === '' ? '' : `<ul class="marks">${said}</ul>`}</li>`;
}

/** Of a link its words and its address: nothing in the file leads anywhere. */
function htmlOf(nodes: readonly Node[]): string {
  return nodes.map(nodeOf).join('');
}

function nodeOf(node: Node): string {
  if (typeof node === 'string') return escaped(undirected(node));
  const { tag, children, href, start } = node;
  if (tag === 'br' || tag === 'hr') return `<${tag}>`;
  if (tag === 'a') {
    const words = htmlOf(children);
    return href === undefined
      ? words
      : `${words} <span class="address">(${escaped(undirected(href))})</span>`;
  }
  const from = start === undefined ? '' : ` start="${Number(start)}"`;
  // The page's own headings stand above those of a step.
  const name = tag === 'h2' || tag === 'h3' ? 'h4' : tag;
  return `<${name}${from}>${htmlOf(children)}</${name}>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const style = `
:root { color-scheme: light dark; --quiet: color-mix(in srgb, CanvasText 72%, Canvas); --rule: color-mix(in srgb, CanvasText 18%, Canvas); }
body { margin: 0; font: 16px/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 68ch; margin: 0 auto; padding: 32px 20px; }
h1 { font-size: 1.6em; font-weight: 400; line-height: 1.25; }
h2, h3, h4 { font-size: 1em; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; color: var(--quiet); }
dd { margin: 0; }
.unchecked, .marks, .lines, .address { color: var(--quiet); }
.summary { font-size: 1.1em; }
ol.steps { list-style: none; padding: 0; }
ol.steps > li { border-top: 1px solid var(--rule); padding: 6px 0; break-inside: avoid; }
.lines { font-weight: 400; }
.marks { font-size: .9em; }
.marks li { text-decoration: underline dotted; text-underline-offset: .25em; }
code, pre { font-family: ui-monospace, monospace; font-size: .92em; }
pre { white-space: pre-wrap; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--rule); padding: 2px 8px; text-align: start; }
ol.code { padding-inline-start: 4em; }
ol.code li::marker { color: var(--quiet); font-size: .85em; }
ol.code code { white-space: pre-wrap; }
@media print { main { max-width: none; padding: 0; } body { font-size: 11pt; } }
`;
