// Lines and seams as a syntax tree has them.

import type { SyntaxNode, SyntaxTree } from '../../base/syntaxTree';
import { isBound, isBranch, isClosing, isOpening } from './lineLook';
import type { LineFacts, LineKind, Seam, SeamKind } from './seam';

/** A node that is being walked through. */
interface Frame {
  readonly node: SyntaxNode;
  /** How far in it stands; chains such as `a + b + c` count as one step. */
  readonly level: number;
  /** Which of its children the walk is in. */
  at: number;
}

/** Where the walk turned between two lines of code: in a node, from one of its children to another. */
interface Turn {
  readonly level: number;
  readonly node: SyntaxNode;
  /** What holds the node, innermost first. */
  readonly owners: readonly (SyntaxNode | undefined)[];
  readonly left: SyntaxNode;
  right: SyntaxNode;
}

const comment = /comment|^(?:javadoc|docstring|shebang|hash_bang_line)$/i;

/** `lines`: of the text that was parsed. Takes time in proportion to the tree and the lines. */
export function treeFacts(lines: readonly string[], tree: SyntaxTree): readonly LineFacts[] {
  const walk = new Walk(lines);
  walk.through(tree.root);
  return walk.facts();
}

class Walk {
  readonly #lines: readonly string[];
  readonly #kinds: (LineKind | undefined)[];
  readonly #seams: (Seam | undefined)[];
  /** The outermost turn since the last line of code. */
  #turn: Turn | undefined;
  /** The line, from 0, of the last code. */
  #line = -1;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#kinds = lines.map(line => (line.trim() === '' ? 'blank' : undefined));
    this.#seams = new Array(lines.length);
  }

  facts(): readonly LineFacts[] {
    let level = 0;
    return this.#lines.map((text, at) => {
      const seam = this.#seams[at];
      level = seam?.level ?? level;
      // What no leaf has touched is text in the middle of something.
      return { kind: this.#kinds[at] ?? lookOf(text), seam: seam ?? { kind: 'inside', level: level + 1 } };
    });
  }

  /** Without recursion: hostile text nests deeper than any stack is. */
  through(root: SyntaxNode): void {
    const frames: Frame[] = [];
    this.#enter(frames, root, 0);
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const left = frame.node.children[frame.at];
      frame.at += 1;
      const right = frame.node.children[frame.at];
      if (!right) {
        frames.pop();
        continue;
      }
      if (left) this.#turned(frames, frame, left, right);
      this.#enter(frames, right, frame.level);
    }
  }

  #enter(frames: Frame[], from: SyntaxNode, outer: number): void {
    let level = outer;
    for (let node: SyntaxNode | undefined = from; node; ) {
      const isLeaf =
        node.children.length === 0 ||
        node.lines.first === node.lines.last ||
        comment.test(node.type) ||
        this.#isDocstring(node);
      if (isLeaf) {
        this.#leaf(node, level);
        return;
      }
      level = levelBelow(frames, node);
      frames.push({ node, level, at: 0 });
      node = node.children[0];
    }
  }

  #turned(frames: readonly Frame[], frame: Frame, left: SyntaxNode, right: SyntaxNode): void {
    if (this.#turn && this.#turn.level < frame.level) return;
    if (this.#turn?.node === frame.node) {
      this.#turn.right = right;
      return;
    }
    const owners = [frames.at(-2)?.node, frames.at(-3)?.node, frames.at(-4)?.node];
    this.#turn = { level: frame.level, node: frame.node, owners, left, right };
  }

  #leaf(node: SyntaxNode, level: number): void {
    const [begin, last] = [node.lines.first - 1, node.lines.last - 1];
    let first = begin;
    while (first < last && this.#kinds[first] === 'blank') first += 1;
    if (this.#kinds[first] === 'blank') return;
    if (comment.test(node.type)) {
      for (let at = first; at <= last; at += 1) this.#kinds[at] ??= 'note';
      return;
    }
    if (node.from === node.to) return;
    if (this.#isDocstring(node)) {
      for (let at = first; at <= last; at += 1) this.#kinds[at] ??= 'noteBack';
      return;
    }
    if (first > this.#line) {
      const text = this.#lines[first] ?? '';
      if (isClosing(text) || isOpening(text)) {
        if (last === first) {
          this.#kinds[first] = isClosing(text) ? 'closing' : 'opening';
          return;
        }
      }
      // A bracket that stands before `else` closes what `else` goes on with.
      if (/^[)\]}]+$/.test(node.type)) return;
      this.#kinds[first] = 'code';
      const turned: Seam = this.#turn ? seamOf(this.#turn, text) : { kind: 'sibling', level: 0 };
      const seam = isEndOfHead(turned, text) ? { kind: 'bound' as const, level: turned.level + 1 } : turned;
      const isLabelled = /^(?:sibling|definition)$/.test(seam.kind) && isBound(this.#lines[this.#line] ?? '');
      this.#seams[first] = isLabelled ? { ...seam, kind: 'bound' } : seam;
    }
    for (let at = Math.max(first, this.#line) + 1; at <= last; at += 1) {
      if (this.#kinds[at] === 'blank') continue;
      this.#kinds[at] = 'code';
      this.#seams[at] = { kind: 'inside', level: level + 1 };
    }
    this.#line = Math.max(this.#line, last);
    this.#turn = undefined;
  }

  /** A string that is a statement, right below a head. */
  #isDocstring(node: SyntaxNode): boolean {
    const first = node.lines.first - 1;
    if (first <= this.#line || !/^(?:string|expression_statement)$/.test(node.type)) return false;
    const text = this.#lines[first]?.slice(0, 400).trimStart() ?? '';
    if (!/^[rRuU]?(?:"""|''')/.test(text) || !this.#turn) return false;
    const { kind } = seamOf(this.#turn, text);
    return kind === 'definition' || kind === 'head';
  }
}

/** `): Promise<void> {`, below the parameters. */
function isEndOfHead({ kind }: Seam, text: string): boolean {
  return kind === 'inside' && /^\s*[)\]]/.test(text);
}

function lookOf(text: string): LineKind {
  if (isClosing(text)) return 'closing';
  return isOpening(text) ? 'opening' : 'code';
}

/** One step further in, but for what goes on with what its parent or grandparent began. */
function levelBelow(frames: readonly Frame[], node: SyntaxNode): number {
  const parent = frames.at(-1);
  for (const around of [parent, frames.at(-2)]) {
    if (!around || around.node.type !== node.type || isContainer(node.type)) continue;
    const isAtEdge = around.node.from === node.from || around.node.to === node.to;
    if (isAtEdge) return around.level;
  }
  return parent ? parent.level + 1 : 0;
}

const container =
  /(?:^|_)(?:block|body|suite|statements|compound_statement|statement_list|declaration_list|specifications|statement_block|then|do_group|program|module|source_file|translation_unit|compilation_unit|stylesheet|document|chunk|namespace_body|bodystmt|accessor_list|switch_block|match_block|ERROR)$/;
const members =
  /^(?:object|array|arguments|argument_list|parameters|formal_parameters|parameter_list|dictionary|list|set|tuple|hash|initializer_list|literal_value|array_\w+|element_value_array_initializer|expression_list|named_imports|export_clause|\w+_pattern|tuple_expression|token_tree|\w*initializer\w*|\w*enumerator_list|enum_variant_list|\w*type_arguments|type_parameters|template_\w+_list|bracketed_argument_list|attribute_argument_list|jsx_\w+|import_list|use_list|declaration|concatenated_string|string_content)$/;
const definition =
  /function|method|class|interface|struct|enum|trait|impl|module|namespace|constructor|destructor|accessor|record|protocol|object_declaration|type_spec|type_declaration/;
const nameless =
  /call|argument|pattern|lambda|arrow_function|function_expression|func_literal|closure|anonymous/;
const naming =
  /declarator|assignment|export|pair|field_definition|property|variable|let_|const_|return|expression_statement/;
const label = /case|default|_group$|switch_section|switch_label|match_arm|when|in_clause/;
const branch = /^(?:else|elif|elsif|elseif|except|catch|finally|rescue|ensure)/;

function isContainer(type: string): boolean {
  return container.test(type);
}

function isBody(node: SyntaxNode): boolean {
  return (
    (isContainer(node.type) && node.type !== 'ERROR') ||
    node.field === 'body' ||
    /_body$|^(?:class_body|interface_body|enum_body)$/.test(node.type)
  );
}

function seamOf(turn: Turn, text: string): Seam {
  const { node, left, right, level } = turn;
  const kind = kindOf(turn, text);
  const isInner = (kind === 'head' || kind === 'definition') && isBody(right) && right.children.length > 0;
  return { kind, level: isInner ? level + 1 : node === right ? level : level + (left === node ? 1 : 0) };
}

function kindOf({ node, owners, left, right }: Turn, text: string): SeamKind {
  if (branch.test(right.type) || isBranch(text)) return 'branch';
  const isDecorator = /^(?:decorator|attribute_item|attribute_list|annotation|modifiers)$/;
  if (isDecorator.test(left.type) || node.type === 'decorated_definition' || node.type === 'modifiers') {
    return 'bound';
  }
  const isOpened = !left.isNamed && /^(?:[[({:|]|do|then|begin|=>|->|in)$/.test(left.type);
  if (isBody(right) && !isBody(left)) {
    // Some grammars have a list of statements in the braces of a block.
    return isContainer(node.type) ? headKind(owners[0], owners.slice(1)) : headKind(node, owners);
  }
  if (members.test(node.type)) return 'member';
  if (isOpened && (isContainer(node.type) || isBody(node))) return headKind(owners[0], owners.slice(1));
  if (isOpened && label.test(node.type)) return 'head';
  if (isOpened) return /statement|clause|group|command/.test(node.type) ? 'head' : 'inside';
  if (isContainer(node.type) || isBody(node) || [node, left, right].some(one => label.test(one.type))) {
    return 'sibling';
  }
  const areStatements = [left, right].every(
    one =>
      one.isNamed &&
      /statement|declaration|definition|_item$|command|clause|pipeline|assignment|^if$|^unless$|^while$|^call$/.test(
        one.type,
      ),
  );
  if (areStatements) return 'sibling';
  if (/selector|element|script|style/.test(node.type)) return 'sibling';
  return 'inside';
}

function headKind(owner: SyntaxNode | undefined, around: readonly (SyntaxNode | undefined)[]): SeamKind {
  if (!owner) return 'head';
  if (nameless.test(owner.type)) {
    const [holder] = around;
    return holder && naming.test(holder.type) && !/call|argument/.test(holder.type) ? 'definition' : 'head';
  }
  return definition.test(owner.type) ? 'definition' : 'head';
}
