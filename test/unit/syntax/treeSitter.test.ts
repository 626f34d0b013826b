import assert from 'node:assert/strict';
import type { SyntaxNode } from '../../../src/core/base/syntaxTree';
import type { Files } from '../../../src/core/ports';
import { treeSitter } from '../../../src/syntax/treeSitter';
import { packedFiles, packedGrammars, silent } from '../../support/grammars';

const still = { now: () => 0, sleep: async () => undefined };

/** The packed files, and what was read of them. */
function counted(change: (path: string) => Promise<Uint8Array | undefined> = packedFiles.read) {
  const read: string[] = [];
  const warned: string[] = [];
  const files: Files = {
    read: path => {
      read.push(path);
      return change(path);
    },
    list: async () => [],
  };
  return { files, read, warned, log: { ...silent, warn: (message: string) => void warned.push(message) } };
}

function errorsIn(node: SyntaxNode): number {
  return node.children.reduce((sum, child) => sum + errorsIn(child), node.isError ? 1 : 0);
}

describe('trees by tree-sitter', () => {
  it('read the parser and a grammar when they are first needed, and once', async () => {
    const { files, read, log } = counted();
    const parser = treeSitter(files, still, log);
    assert.deepEqual(read, []);
    assert.equal(await parser.parse('select 1', 'sql'), undefined);
    assert.deepEqual(read, []);
    const trees = await Promise.all(['a = 1', 'b = 2'].map(text => parser.parse(text, 'python')));
    assert.deepEqual(
      trees.map(tree => tree?.root.type),
      ['module', 'module'],
    );
    await parser.parse('c = 3', 'python');
    assert.deepEqual(read.sort(), ['tree-sitter-python.wasm', 'web-tree-sitter.wasm']);
    parser.dispose();
    assert.equal(await parser.parse('d = 4', 'python'), undefined);
  });

  it('tell types, fields, lines and places', async () => {
    const parser = packedGrammars();
    const tree = await parser.parse('x = "é𠮷"\r\nif x:\r\n    f(x)\r\n', 'python');
    const [assignment, condition] = tree?.root.children ?? [];
    assert.deepEqual(assignment?.lines, { first: 1, last: 1 });
    assert.deepEqual([assignment?.from, assignment?.to], [0, 9]);
    assert.equal(condition?.type, 'if_statement');
    assert.deepEqual(condition?.lines, { first: 2, last: 3 });
    assert.ok(condition?.children.some(child => child.field === 'consequence' && child.isNamed));
  });

  it('are there for every packed grammar, without errors in plain code', async () => {
    const parser = packedGrammars();
    const samples: Readonly<Record<string, string>> = {
      typescript: 'const a: number = 1;',
      typescriptreact: 'const a = <b>{c as d}</b>;',
      javascript: 'const a = 1;',
      javascriptreact: 'const a = <b />;',
      python: 'a = 1',
      go: 'package a\nvar b = 1',
      rust: 'fn a() {}',
      java: 'class A {}',
      c: 'int a(void) { return 1; }',
      cpp: 'struct A { int b; };',
      csharp: 'class A { }',
      ruby: 'def a\nend',
      php: '<?php $a = 1;',
      shellscript: 'a=1',
      css: 'a { color: red }',
      ini: '[a]\nb=1\n',
    };
    for (const [language, text] of Object.entries(samples)) {
      const tree = await parser.parse(text, language);
      assert.ok(tree, language);
      assert.equal(errorsIn(tree.root), 0, language);
    }
  });

  it('take a part of a file for what it is, on its own lines', async () => {
    const parser = packedGrammars();
    for (const [language, text, type] of [
      ['typescript', 'private async f(a: string): Promise<void> {\n  g();\n}', 'method_definition'],
      ['java', 'public int f() {\n  return 1;\n}', 'method_declaration'],
      ['csharp', 'public override int F()\n{\n  return 1;\n}', 'global_statement'],
      ['php', 'public function f() {\n  return 1;\n}', 'method_declaration'],
      ['python', '    def f(self):\n        return 1', 'function_definition'],
      ['javascript', 'case 1:\n  f();', 'switch_case'],
    ] as const) {
      const tree = await parser.parse(text, language);
      assert.ok(tree);
      assert.equal(errorsIn(tree.root), 0, language);
      const part = tree.root.children.find(child => child.isNamed);
      assert.equal(part?.type, type, language);
      assert.equal(part?.lines.first, 1);
      assert.equal(part?.lines.last, text.split('\n').length, language);
      assert.equal(text.slice(part?.from, part?.to), text.trim(), language);
    }
  });

  it('are done without where a grammar cannot be read, which is logged once', async () => {
    for (const bytes of [undefined, new Uint8Array([1, 2, 3])]) {
      const { files, warned, log } = counted(path =>
        path.includes('python') ? Promise.resolve(bytes) : packedFiles.read(path),
      );
      const parser = treeSitter(files, still, log);
      assert.equal(await parser.parse('a = 1', 'python'), undefined);
      assert.equal(await parser.parse('b = 1', 'python'), undefined);
      assert.equal(warned.length, 1);
      assert.ok(await parser.parse('b = 1', 'ruby'));
    }
  });

  it('are not there for what is no code of the language, and are for code that is being written', async () => {
    const parser = packedGrammars();
    assert.equal(await parser.parse('Dear reader, this is; no (code at all.\n'.repeat(5), 'java'), undefined);
    const text = `${'function f() {\n  g();\n}\n'.repeat(5)}const a = h(`;
    assert.ok(await parser.parse(text, 'javascript'));
  });

  it('are given up for texts that are too long, take too long or hold too much, and when nobody waits', async () => {
    const text = 'f(1)\n'.repeat(5_000);
    const usual = { longest: 1_000_000, milliseconds: 100, nodes: 400_000 };
    let now = 0;
    const late = { ...still, now: () => (now += 60) };
    const parse = (limits: typeof usual, clock = still) =>
      treeSitter(packedFiles, clock, silent, limits).parse(text, 'javascript');
    assert.ok(await parse(usual));
    assert.equal(await parse({ ...usual, longest: text.length - 1 }), undefined);
    assert.equal(await parse({ ...usual, nodes: 10_000 }), undefined);
    assert.equal(await parse(usual, late), undefined);
    const parser = packedGrammars();
    assert.equal(await parser.parse(text, 'javascript', AbortSignal.abort()), undefined);
    // What was given up does not hold up what comes after.
    assert.equal((await parser.parse('a', 'javascript'))?.root.lines.last, 1);
  });
});
