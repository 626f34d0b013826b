// A run as Markdown that is safe wherever it is shown: the model's own Markdown is read, and written again with all that
// could be markup of another kind as words.
import type { Element, Node } from '../../core/markdown';
import { plainText } from '../../core/markdown';
import { type ExportedRun, type ExportedStep, undirected } from './exportedRun';

export function runAsMarkdown(run: ExportedRun): string {
  const facts = run.facts.map(([name, value]) => `- ${words(name)}: ${words(value)}`);
  const widest = String(run.firstLine + run.code.length - 1).length;
  const code = run.code.map((line, at) =>
    `${String(run.firstLine + at).padStart(widest)}  ${line}`.trimEnd(),
  );
  const parts = [
    `# ${words(run.title)}`,
    facts.join('\n'),
    ...(run.unchecked === undefined ? [] : [`*${words(run.unchecked)}*`]),
    ...(run.summary.length === 0 ? [] : [blocks(run.summary)]),
    ...run.steps.map(stepOf),
    ...run.remarks.map(words),
    `## ${words(run.codeTitle)}`,
    fenced(code.join('\n'), ''),
  ];
  return `${parts.join('\n\n')}\n`;
}

function stepOf({ title, lines, text, marks }: ExportedStep): string {
  const head = `### ${words(title)}${lines === '' ? '' : ` · ${words(lines)}`}`;
  const said = marks.map(mark => `> ${words(mark)}`).join('\n>\n');
  return [head, blocks(text), ...(said === '' ? [] : [said])].join('\n\n');
}

function blocks(nodes: readonly Node[]): string {
  return nodes.map(node => (typeof node === 'string' ? words(node) : blockOf(node))).join('\n\n');
}

function blockOf(node: Element): string {
  const { tag, children } = node;
  switch (tag) {
    case 'h2':
    case 'h3':
    case 'h4':
      return `#### ${inline(children)}`;
    case 'ul':
      return children.map(item => indented('- ', item)).join('\n');
    case 'ol':
      return children.map((item, at) => indented(`${(node.start ?? 1) + at}. `, item)).join('\n');
    case 'blockquote':
      return blocks(children)
        .split('\n')
        .map(line => `> ${line}`)
        .join('\n');
    case 'pre':
      return fenced(undirected(plainText(children)), node.language ?? '');
    case 'hr':
      return '---';
    case 'table':
      return rowsOf(node);
    default:
      return inline([node]);
  }
}

/** An item's own blocks stand as far in as its words do. */
function indented(mark: string, item: Node): string {
  if (typeof item === 'string') return `${mark}${words(item)}`;
  const isBlock = (node: Node) => typeof node !== 'string' && blockTags.has(node.tag);
  const text = item.children.some(isBlock) ? itemBlocks(item.children, isBlock) : inline(item.children);
  return `${mark}${text.replaceAll('\n', `\n${' '.repeat(mark.length)}`)}`;
}

/** Words right in an item, before a list inside it, are one block. */
function itemBlocks(nodes: readonly Node[], isBlock: (node: Node) => boolean): string {
  const parts: string[] = [];
  let run: Node[] = [];
  const end = () => {
    if (run.length > 0) parts.push(inline(run));
    run = [];
  };
  for (const node of nodes) {
    if (!isBlock(node)) run.push(node);
    else {
      end();
      parts.push(blocks([node]));
    }
  }
  end();
  return parts.join('\n\n');
}

const blockTags: ReadonlySet<string> = new Set([
  'p',
  'h2',
  'h3',
  'h4',
  'ul',
  'ol',
  'blockquote',
  'pre',
  'hr',
  'table',
]);

function rowsOf(table: Element): string {
  const rows = table.children.flatMap(part => (typeof part === 'string' ? [] : part.children));
  const cells = rows.flatMap(row =>
    typeof row === 'string' ? [] : [row.children.map(cell => inline([cell]).replaceAll('|', '\\|'))],
  );
  const [head = [], ...rest] = cells;
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rest.map(line)].join('\n');
}

function inline(nodes: readonly Node[]): string {
  return nodes.map(inlineOf).join('');
}

function inlineOf(node: Node): string {
  if (typeof node === 'string') return words(node);
  const { tag, children, href } = node;
  switch (tag) {
    case 'code':
      return quoted(plainText(children));
    case 'em':
      return `*${inline(children)}*`;
    case 'strong':
      return `**${inline(children)}**`;
    case 'del':
      return `~~${inline(children)}~~`;
    case 'br':
      return '\\\n';
    case 'a':
      // Nothing in the file leads anywhere.
      return href === undefined ? inline(children) : `${inline(children)} (${quoted(href)})`;
    default:
      return inline(children);
  }
}

/** Code in words, in as many back ticks as it needs. */
function quoted(text: string): string {
  const code = undirected(text.replaceAll('\n', ' '));
  const ticks = '`'.repeat(longestRun(code) + 1);
  const space = /^`|`$|^ .* $/.test(code) ? ' ' : '';
  return `${ticks}${space}${code}${space}${ticks}`;
}

function fenced(code: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  return `${fence}${language.replace(/[^\w+#.-]/g, '')}\n${code}\n${fence}`;
}

function longestRun(code: string): number {
  return Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
}

/** As words: nothing in them opens a tag, a link, a picture, emphasis or a list. A line of ours has one line. */
function words(text: string): string {
  return undirected(text)
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\`*_[\]<>~|#&]/g, character => (character === '<' ? '&lt;' : `\\${character}`))
    .replace(/^(\s*)([-+=]|\d+[.)])/, '$1\\$2')
    .replace(/\b(https?|www|mailto)([:.])/gi, '$1\\$2');
}
