// Which grammar reads which language, and what a part of a file may stand in.

export interface Grammar {
  /** Its file among those that were packed. */
  readonly file: string;
  /** What may be put around a part of a file that is not whole by itself, such as a method without its class. */
  readonly frames: readonly Frame[];
  /** A text without it is no whole file: nothing in it would be code. */
  readonly mark?: string;
}

/** Stands on the line of the part's first line, so that lines stay as they are. */
export interface Frame {
  readonly before: string;
  readonly after: string;
}

/** Some grammars end a statement by its line end. */
const bare: Frame = { before: '', after: '\n' };
const inClass: Frame = { before: 'class A{', after: '\n}' };
const inSwitch: Frame = { before: 'switch(a){', after: '\n}' };
const inFunction: Frame = { before: 'void f(){', after: '\n}' };

const javascript = frames('javascript', bare, inClass, inSwitch);
const cpp = frames('cpp', bare, inFunction, { before: 'void f(){switch(a){', after: '\n}}' });

function frames(name: string, ...around: readonly Frame[]): Grammar {
  return { file: `tree-sitter-${name}.wasm`, frames: around };
}

const php: Grammar = {
  ...frames(
    'php',
    bare,
    { before: '<?php ', after: '\n' },
    { before: '<?php class A{', after: '\n}' },
    { before: '<?php switch($a){', after: '\n}' },
  ),
  mark: '<?',
};

const grammars: ReadonlyMap<string, Grammar> = new Map([
  ['typescript', { ...javascript, file: 'tree-sitter-typescript.wasm' }],
  ['typescriptreact', { ...javascript, file: 'tree-sitter-tsx.wasm' }],
  ['javascript', javascript],
  ['javascriptreact', javascript],
  ['python', frames('python', bare)],
  ['go', frames('go', bare, { before: 'func f(){', after: '\n}' })],
  ['rust', frames('rust', bare, { before: 'fn f(){', after: '\n}' }, { before: 'impl A{', after: '\n}' })],
  ['java', frames('java', bare, inClass, inSwitch)],
  ['c', cpp],
  ['cpp', cpp],
  ['cuda-cpp', cpp],
  ['csharp', frames('c-sharp', bare, inClass, inSwitch)],
  ['ruby', frames('ruby', bare)],
  ['php', php],
  ['shellscript', frames('bash', bare)],
  ['css', frames('css', bare)],
  ['ini', frames('ini', bare)],
  ['properties', frames('ini', bare)],
]);

export function grammarOf(languageId: string): Grammar | undefined {
  return grammars.get(languageId);
}

/** What a text may be put into, the likeliest first. */
export function framesFor(text: string, { frames, mark }: Grammar): readonly Frame[] {
  return mark === undefined || text.includes(mark) ? frames : frames.filter(({ before }) => before !== '');
}
