// The functions and methods of a file, by its syntax tree: those above which explaining is offered.
import type { LineSpan } from '../base/lines';
import type { SyntaxNode, SyntaxTree } from '../base/syntaxTree';
import { definitionAt } from './enclosingNode';

export interface FunctionInFile {
  readonly name: string;
  /** Without what decorates it. */
  readonly span: LineSpan;
}

/** In order. Functions inside functions belong to those, and are not among them. */
export function functionsIn(text: string, tree: SyntaxTree): readonly FunctionInFile[] {
  const found: FunctionInFile[] = [];
  const path: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    path.push(node);
    const definition = definitionAt(text, path, path.length - 1);
    if (definition && definition.kind !== 'class') found.push(definition);
    else for (const child of node.children) visit(child);
    path.pop();
  };
  visit(tree.root);
  return found;
}
