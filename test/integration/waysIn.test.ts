// The ways in to an explanation, and from code to its steps, in the real editor: carets in odd places, several
// selections, notebooks, diffs, split editors, lenses and hovers.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Run } from '../../src/core/reasoning/run';
import { frames, llamaServer } from '../support/playedServers';
import { api, closeAll, document, editor, file, withServer } from './workbench';

const python = `import x


# Adds.
def add(a, b):
    """Says.

    More.
    """
    return a + b


${Array.from({ length: 60 }, (_, at) => `x${at} = ${at}`).join('\n')}
`;

const answer = llamaServer({ body: frames(['L5-9: Takes two.\n', 'L10: Adds them.\n']).join('') });

describe('the ways in to an explanation', () => {
  before(api);
  afterEach(closeAll);

  /** As the command explains it. */
  const explained = (): Promise<Run> =>
    withServer(answer, async () => vscode.commands.executeCommand<Run>('marginalia.explainReasoning'));
  const meant = ({ excerpt, problem }: Run) => {
    if (excerpt.uri === '') return JSON.stringify(problem);
    const { kind, symbol, firstLine, text } = excerpt;
    return `${kind ?? '-'} ${symbol ?? '-'} ${firstLine}-${firstLine + text.split(/\r\n|\n/).length - 1}`;
  };
  const at = async (name: string, text: string, line: number, character = 0) => {
    const shown = await editor(name, text, line);
    shown.selection = new vscode.Selection(line - 1, character, line - 1, character);
    return meant(await explained());
  };

  it('are a caret in a function, its docstring and the comment above it', async () => {
    for (const [line, character] of [
      [10, 4],
      [6, 8],
      [4, 0],
    ] as const)
      assert.equal(await at('add.py', python, line, character), 'function add 5-10');
  });

  it('are a caret between functions, in a statement and in an empty file, each said as it is', async () => {
    assert.equal(await at('add.py', python, 20), 'statement - 20-20');
    assert.equal(
      await at('add.py', python, 2),
      JSON.stringify({ code: 'empty-selection', why: 'nothing-around' }),
    );
    assert.equal(
      await at('none.py', '\n\n', 2),
      JSON.stringify({ code: 'empty-selection', why: 'empty-file' }),
    );
    assert.equal(await at('small.py', 'import x\n\nprint(x)\n', 2), 'file - 1-3');
  });

  it('are code that no parser takes, tabs, CRLF and several languages in one file', async () => {
    // By the editor's symbols, or by the grammar where these come late.
    assert.match(await at('broken.ts', 'function f( {\n\treturn ((1;\n', 2), /^(?:-|function) f 1-2$/);
    const windows = 'class A {\r\n\tf() {\r\n\t\treturn 1;\r\n\t}\r\n}\r\n';
    assert.equal(await at('windows.ts', windows, 3, 2), 'method f 2-4');
    const html = `<html>\n<body>\n<script>\nfunction f() {\n  return 1;\n}\n</script>\n${'<p>text</p>\n'.repeat(60)}</body>\n</html>\n`;
    assert.match(await at('page.html', html, 5), /^\S+ f 4-6$/);
    const vue = `<template>\n  <p/>\n</template>\n<script>\nexport default {\n  methods: {\n    f() {\n      return 1;\n    },\n  },\n};\n</script>\n${'\n'.repeat(60)}`;
    assert.match(await at('a.vue', vue, 8), /^\S+ f 7-9$/);
  });

  it('are one line of 100 KB and 5,000 lines', async () => {
    const line = `var a = [${'1,'.repeat(50_000)}];`;
    // One sentence says so where no parser is done with it in time.
    assert.match(await at('long.js', line, 1), /1-1$|"nothing-around"/);
    const many = Array.from({ length: 1000 }, (_, one) => `function f${one}() {\n  a();\n  b();\n}\n`).join(
      '\n',
    );
    assert.match(await at('many.js', many, 2502), /^function f500 2501-2504$/);
  });

  it('are several selections, as one run that asks about each', async () => {
    const shown = await editor('add.py', python, 1);
    shown.selections = [new vscode.Selection(19, 0, 20, 3), new vscode.Selection(14, 0, 14, 2)];
    const run = await explained();
    assert.equal(run.excerpt.firstLine, 15);
    assert.deepEqual(run.excerpt.meant, [
      { first: 15, last: 15 },
      { first: 20, last: 21 },
    ]);
    assert.ok(run.pieces?.every(({ lines }) => lines.first === 15 || lines.first >= 20));
    assert.match(run.messages.at(-1)?.content ?? '', /Explain line 15 and lines 20 to 21/);
  });

  it('are a side of a diff, which stays open as it is', async () => {
    const [before, after] = [
      await file('before.py', python.replace('+', '-')),
      await file('after.py', python),
    ];
    await vscode.commands.executeCommand('vscode.diff', before, after);
    const side = vscode.window.visibleTextEditors.find(one => one.document.uri.fsPath === after.fsPath);
    assert.ok(side);
    side.selection = new vscode.Selection(9, 4, 9, 4);
    assert.equal(meant(await explained()), 'function add 5-10');
    const open = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
    assert.equal(open.filter(({ input }) => input instanceof vscode.TabInputText).length, 0);
    // Now the panel is there too.
    await vscode.commands.executeCommand('marginalia.openConceptPanel');
    assert.match(meant(await explained()), /add 5-10$/);
  });

  it('are a cell of a notebook, by its number', async () => {
    const cells = ['import x\n\nx()', 'def f():\n    a()\n    return b\n\nf()'].map(
      text => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python'),
    );
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData(cells),
    );
    const chosen = async (cell: number) => {
      const selections = [new vscode.NotebookRange(cell, cell + 1)];
      await vscode.window.showNotebookDocument(notebook, { selections });
      const run = await explained();
      return `${meant(run)} in cell ${run.excerpt.cell}`;
    };
    assert.equal(await chosen(0), 'cell - 1-3 in cell 1');
    assert.match(await chosen(1), /^function f 1-3 in cell 2$|^- - 1-5 in cell 2$/);
  });

  it('are lenses above functions, where they are wanted and the file is not long', async () => {
    const lenses = async (name: string, text: string) => {
      const { uri } = await document(name, text);
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
        100,
      );
      return found.filter(({ command }) => command?.command === 'marginalia.explainAt');
    };
    const [lens, ...others] = await lenses('lens.py', python);
    assert.deepEqual([lens?.range.start.line, others.length], [4, 0]);
    const run = await withServer(answer, async () =>
      vscode.commands.executeCommand<Run>('marginalia.explainAt', ...(lens?.command?.arguments ?? [])),
    );
    assert.equal(meant(run), 'function add 5-10');
    assert.deepEqual(await lenses('far.py', python + '\n'.repeat(3_000)), []);
    const settings = vscode.workspace.getConfiguration('marginalia');
    await settings.update('codeLens', false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await lenses('off.py', python), []);
    } finally {
      await settings.update('codeLens', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

describe('definitions of what the code uses', () => {
  before(api);
  const owned: vscode.Disposable[] = [];
  afterEach(async () => {
    for (const one of owned.splice(0)) one.dispose();
    await closeAll();
  });

  const code =
    'function f(a) {\n  near(a);\n  far(a);\n  f2(a);\n  return never(a);\n}\n\nfunction f2() {}\n';
  const run = async (name: string) =>
    withServer(answer, async () => (await api()).explain(await document(name, code), lines(1, 6)));

  it('are sent from the workspace, named, and not from outside; a provider that is silent holds nothing up', async () => {
    const helper = await file('near.txt', '// Above.\nfunction near(a) {\n  return a;\n}\n');
    const provider: vscode.DefinitionProvider = {
      provideDefinition(document, position) {
        const word = document.getText(document.getWordRangeAtPosition(position));
        if (word === 'near') return new vscode.Location(helper, new vscode.Range(1, 0, 3, 1));
        if (word === 'far')
          return new vscode.Location(vscode.Uri.file('/etc/hostname'), new vscode.Position(0, 0));
        if (word === 'f2') return new vscode.Location(document.uri, new vscode.Range(7, 0, 7, 16));
        return new Promise(() => {});
      },
    };
    owned.push(vscode.languages.registerDefinitionProvider({ pattern: '**/uses.txt' }, provider));
    const { definitions, messages, state } = await run('uses.txt');
    assert.equal(state, 'done');
    assert.deepEqual(
      definitions?.sent.map(({ name, file, firstLine, lastLine }) => [name, file, firstLine, lastLine]),
      [
        ['near', 'near.txt', 2, 4],
        ['f2', 'uses.txt', 8, 8],
      ],
    );
    assert.deepEqual(definitions?.outside, ['far']);
    assert.equal(definitions?.isLate, true);
    const prompt = messages.at(-1)?.content ?? '';
    assert.match(prompt, /near\.txt, line 2:\nfunction near\(a\) \{[\s\S]*The code to explain/);
    assert.doesNotMatch(prompt, /Above\./);
  });

  it('are none where the editor knows none', async () => {
    const { definitions, messages } = await run('plain.txt');
    assert.deepEqual(definitions?.sent ?? [], []);
    assert.doesNotMatch(messages.at(-1)?.content ?? '', /Defined elsewhere/);
  });
});

describe('from code to its steps', () => {
  before(api);
  afterEach(closeAll);

  const lit = async () => (await api()).lit?.span;

  it('a line names its steps, and leads to them; commands walk on; split editors stay as they are', async () => {
    const left = await editor('walk.py', python, 10);
    const run = await withServer(answer, async () => (await api()).explain(left.document, lines(5, 10)));
    assert.equal(run.steps.length, 2);
    // Beside the panel, in two groups.
    await vscode.window.showTextDocument(left.document, { viewColumn: vscode.ViewColumn.Three });
    await vscode.window.showTextDocument(left.document, { viewColumn: vscode.ViewColumn.One });
    const shown = () => vscode.window.visibleTextEditors.filter(one => one.document === left.document).length;
    assert.equal(shown(), 2);

    const [hover] = (
      await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        left.document.uri,
        new vscode.Position(9, 4),
      )
    ).filter(({ contents }) => contents.some(one => typeof one !== 'string' && /showStep/.test(one.value)));
    const [text] = hover?.contents ?? [];
    assert.ok(text instanceof vscode.MarkdownString);
    assert.match(text.value, /\[(Step 2|第 2 步)\]\(command:marginalia\.showStep\?/);
    assert.match(text.value.replaceAll('&nbsp;', ' '), /Adds them/);

    const isLit = (number: number) => async () => {
      const { lines: wanted } = run.steps[number - 1] ?? {};
      const span = await lit();
      return span !== undefined && span.first === wanted?.first && span.last === wanted.last;
    };
    await vscode.commands.executeCommand('marginalia.showStep', run.id, 2);
    await until(isLit(2));
    await vscode.commands.executeCommand('marginalia.previousStep');
    await until(isLit(1));
    await vscode.commands.executeCommand('marginalia.nextStep');
    await until(isLit(2));
    // What was lit was there already: nothing was opened for it.
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    assert.equal(tabs.filter(({ input }) => input instanceof vscode.TabInputText).length, 2);
    assert.equal(shown(), 2);
  });
});

function lines(first: number, last: number): vscode.Range {
  return new vscode.Range(first - 1, 0, last - 1, 100);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(30);
}
