// How languages write strings and comments, and what ends their blocks: families, for every language has relatives.

/** A stretch of text that is no code: a comment, or a string. */
export interface Region {
  readonly kind: 'comment' | 'string';
  /** What ends it; `\n`: the end of the line. */
  readonly close: string;
  /** A backslash keeps the next character from ending it. */
  readonly escapes: boolean;
  /** A string that may not, ends with its line at the latest. */
  readonly spansLines: boolean;
  /** Its own opener counts inside. */
  readonly nests?: string;
  /** Code inside it, up to a brace: a template's `${`. */
  readonly hole?: string;
  /** It begins on the next line, and ends with a line that is this word alone: a here-document. */
  readonly isHere?: true;
}

export interface CodeFamily {
  /** Finds whatever may begin a region; global. Line ends, where here-documents are known. */
  readonly opener: RegExp;
  region(opener: string): Region | undefined;
  readonly blocks: 'braces' | 'indents';
  /** Lines that begin with `#` are for a preprocessor. */
  readonly hasDirectives?: true;
  /** A slash may begin a pattern: `/'/`. */
  readonly hasPatterns?: true;
  /** A function is a type, a name and arguments before a brace; elsewhere a word says that it is one. */
  readonly hasBareHeads?: true;
  /** A statement is over when its semicolon comes, not with its line. */
  readonly hasSemicolons?: true;
  /** `end`, `fi` and their kind close a block, as a brace does. */
  readonly hasEndWords?: true;
  /** Inside brackets, lines have any indent. */
  readonly hasFreeBrackets?: true;
}

const lineComment: Region = { kind: 'comment', close: '\n', escapes: false, spansLines: true };
const lineString = (close: string): Region => ({ kind: 'string', close, escapes: true, spansLines: false });
const longString = (close: string, escapes = true): Region => ({
  kind: 'string',
  close,
  escapes,
  spansLines: true,
});
const blockComment = (close: string, nests?: string): Region => ({
  kind: 'comment',
  close,
  escapes: false,
  spansLines: true,
  ...(nests ? { nests } : {}),
});
const hereText = (opener: string): Region | undefined => {
  const word = /[A-Za-z_]\w{0,63}/.exec(opener)?.[0];
  return word === undefined
    ? undefined
    : { kind: 'string', close: word, escapes: false, spansLines: true, isHere: true };
};

const python: CodeFamily = {
  opener: /#|"""|'''|["']/g,
  region: opener =>
    opener === '#' ? lineComment : opener.length === 3 ? longString(opener) : lineString(opener),
  blocks: 'indents',
  hasFreeBrackets: true,
};

const javascript: CodeFamily = {
  opener: /\/\/|\/\*|["'`{}/]/g,
  region(opener) {
    if (opener === '//') return lineComment;
    if (opener === '/*') return blockComment('*/');
    return opener === '`' ? { ...longString('`'), hole: '${' } : lineString(opener);
  },
  blocks: 'braces',
  hasPatterns: true,
  hasBareHeads: true,
};

/** Among tags stand words: "it's" opens no string, and an address no comment. */
const tagged: CodeFamily = {
  ...javascript,
  opener: /(?<!:)\/\/|\/\*|["`{}/]|'(?![a-z])|(?<![a-z])'/g,
};

/** `"""` holds several lines; `'` holds one character, or is a lifetime, a label, a number's separator. */
function likeC(more: Partial<CodeFamily> = {}, long: Partial<Region> = {}, nests?: string): CodeFamily {
  return {
    opener: /\/\/|\/\*|"""|"|'(?=(?:[^'\\\n]{1,2}|\\[^\n]{1,10}?)')/g,
    region(opener) {
      if (opener === '//') return lineComment;
      if (opener === '/*') return blockComment('*/', nests);
      return opener === '"""' ? { ...longString(opener), ...long } : lineString(opener);
    },
    blocks: 'braces',
    ...more,
  };
}

const java = likeC({ hasBareHeads: true, hasSemicolons: true });
const swift = likeC({ hasDirectives: true }, {}, '/*');
const kotlin: CodeFamily = {
  ...likeC(),
  opener: /\/\/|\/\*|"""|["{}]|'(?=(?:[^'\\\n]{1,2}|\\[^\n]{1,10}?)')/g,
  region(opener) {
    if (opener === '/*') return blockComment('*/', '/*');
    if (opener === '"') return { ...lineString(opener), hole: '${' };
    return opener === '"""' ? { ...longString(opener, false), hole: '${' } : java.region(opener);
  },
};

const c: CodeFamily = {
  ...likeC({ hasBareHeads: true, hasSemicolons: true, hasDirectives: true }),
  opener: /\/\/|\/\*|R"[^\s()\\"]{0,16}\(|"|'(?=(?:[^'\\\n]{1,2}|\\[^\n]{1,10}?)')/g,
  region(opener) {
    if (opener.startsWith('R')) return longString(`)${opener.slice(2, -1)}"`, false);
    return java.region(opener);
  },
};

const csharp: CodeFamily = {
  ...c,
  opener: /\/\/|\/\*|"{3,16}|[$@]{0,2}@[$@]{0,2}"|"|'(?=(?:[^'\\\n]{1,2}|\\[^\n]{1,10}?)')/g,
  region(opener) {
    // In a verbatim string a doubled quote is one string's end and the next one's beginning.
    if (opener.includes('@')) return longString('"', false);
    return opener.startsWith('"""') ? longString(opener, false) : java.region(opener);
  },
};

const go: CodeFamily = {
  ...likeC(),
  opener: /\/\/|\/\*|["`]|'(?=(?:[^'\\\n]{1,2}|\\[^\n]{1,10}?)')/g,
  region: opener => (opener === '`' ? longString('`', false) : java.region(opener)),
};

const rust: CodeFamily = {
  ...likeC(),
  opener: /\/\/|\/\*|\br#{0,16}"|"|'(?=(?:[^'\\\n]{1,2}|\\[^\n]{1,10}?)')/g,
  region(opener) {
    if (opener.startsWith('r')) return longString(`"${opener.slice(1, -1)}`, false);
    if (opener === '/*') return blockComment('*/', '/*');
    return opener === '"' ? longString('"') : java.region(opener);
  },
};

const zig: CodeFamily = {
  ...likeC(),
  opener: /\/\/|\\\\|"|'(?=(?:[^'\\\n]{1,2}|\\[^\n]{1,10}?)')/g,
  // A line of a longer text begins with two backslashes.
  region: opener => (opener === '\\\\' ? { ...lineComment, kind: 'string' } : java.region(opener)),
};

const dart: CodeFamily = {
  ...java,
  opener: /\/\/|\/\*|\br(?:"""|'''|["'])|"""|'''|["'{}]/g,
  region(opener) {
    if (opener.startsWith('/')) return java.region(opener);
    const quote = opener.replace('r', '');
    const string = quote.length === 3 ? longString(quote) : lineString(quote);
    return opener === quote ? { ...string, hole: '${' } : { ...string, escapes: false };
  },
};

const php: CodeFamily = {
  ...likeC(),
  opener: /\/\/|\/\*|#(?!\[)|<<<[ "']{0,4}\w{1,64}|["']|\n/g,
  region(opener) {
    if (opener.startsWith('<<<')) return hereText(opener);
    if (opener === '#') return lineComment;
    return opener === '"' || opener === "'" ? longString(opener) : java.region(opener);
  },
};

const perl: CodeFamily = {
  opener: /(?:\b(?:qr|m)|=~ ?)\/|(?<![$\\\w])#|<<~?["']?[A-Z]\w{0,63}|["']|\n/g,
  region(opener) {
    if (opener === '#') return lineComment;
    if (opener.endsWith('/')) return lineString('/');
    return opener.startsWith('<<') ? hereText(opener) : longString(opener);
  },
  blocks: 'braces',
};

const powershell: CodeFamily = {
  opener: /<#|#|@["']|["']/g,
  region(opener) {
    if (opener === '<#') return blockComment('#>');
    if (opener === '#') return lineComment;
    return longString(opener.length === 2 ? `\n${opener[1]}@` : opener, false);
  },
  blocks: 'braces',
};

const r: CodeFamily = { ...perl, opener: /#|["']/g };

const closers: ReadonlyMap<string, string> = new Map([
  ['[', ']'],
  ['(', ')'],
  ['{', '}'],
  ['<', '>'],
]);

const ruby: CodeFamily = {
  opener: /#(?!\{)|%[wWiIqQrx][[({<]|<<[-~]["'`]?[A-Za-z_]\w{0,63}|["'`]|^=begin\b|\n/gm,
  region(opener) {
    if (opener === '#') return lineComment;
    if (opener === '=begin') return blockComment('\n=end');
    const bracket = opener.startsWith('%') ? opener.slice(-1) : '';
    const close = closers.get(bracket);
    if (close !== undefined) return { ...longString(close), nests: bracket };
    return opener.startsWith('<<') ? hereText(opener) : longString(opener);
  },
  blocks: 'indents',
  hasEndWords: true,
};

const shell: CodeFamily = {
  opener: /(?<![^\s;&|(])#|<<-?[ \t]{0,8}["'\\]?[A-Za-z_]\w{0,63}|\\.|["']|\n/g,
  region(opener) {
    if (opener === '#') return lineComment;
    if (opener.startsWith('<<')) return hereText(opener);
    if (opener.startsWith('\\')) return undefined;
    return longString(opener, opener === '"');
  },
  blocks: 'indents',
  hasEndWords: true,
};

const lua: CodeFamily = {
  opener: /--\[=*\[|--|\[=*\[|["']/g,
  region(opener) {
    if (opener === '--') return lineComment;
    if (!opener.endsWith('[')) return lineString(opener);
    const close = `]${'='.repeat(opener.split('=').length - 1)}]`;
    return opener.startsWith('--') ? blockComment(close) : longString(close, false);
  },
  blocks: 'indents',
  hasEndWords: true,
};

const hashed: CodeFamily = {
  ...python,
  opener: /#=|#|"""|'''|["]/g,
  hasEndWords: true,
  region: hashedRegion,
};

function hashedRegion(opener: string): Region | undefined {
  if (opener === '#=') return blockComment('=#', '#=');
  return python.region(opener);
}

/** SQL, Haskell, Ada, Elm and their kind. */
const dashed: CodeFamily = {
  opener: /--|\/\*|\{-|"|'(?=[^'\n]{0,200}')/g,
  region(opener) {
    if (opener === '--') return lineComment;
    if (opener === '/*') return blockComment('*/');
    return opener === '{-' ? blockComment('-}', '{-') : lineString(opener);
  },
  blocks: 'indents',
  hasEndWords: true,
};

const semicolons: CodeFamily = {
  opener: /;|"/g,
  region: opener => (opener === ';' ? lineComment : longString('"')),
  blocks: 'indents',
  hasFreeBrackets: true,
};

const families: ReadonlyMap<string, CodeFamily> = new Map([
  ...named(python, 'python', 'cython', 'starlark', 'mojo'),
  ...named(hashed, 'julia', 'elixir', 'nim', 'coffeescript', 'gdscript', 'yaml', 'makefile', 'cmake', 'toml'),
  ...named(javascript, 'javascript', 'typescript'),
  ...named(tagged, 'javascriptreact', 'typescriptreact', 'vue', 'svelte'),
  ...named(java, 'java', 'apex'),
  ...named(kotlin, 'kotlin', 'scala'),
  ...named(swift, 'swift'),
  ...named(c, 'c', 'cpp', 'cuda-cpp', 'objective-c', 'objective-cpp', 'glsl', 'hlsl', 'arduino', 'd'),
  ...named(csharp, 'csharp'),
  ...named(go, 'go'),
  ...named(rust, 'rust'),
  ...named(zig, 'zig'),
  ...named(dart, 'dart', 'groovy', 'gradle', 'solidity'),
  ...named(php, 'php'),
  ...named(perl, 'perl', 'perl6', 'raku'),
  ...named(powershell, 'powershell'),
  ...named(r, 'r'),
  ...named(ruby, 'ruby', 'crystal'),
  ...named(shell, 'shellscript', 'bash', 'fish'),
  ...named(lua, 'lua'),
  ...named(dashed, 'sql', 'haskell', 'elm', 'ada', 'vhdl'),
  ...named(semicolons, 'clojure', 'lisp', 'scheme', 'racket', 'elisp'),
]);

function named(
  family: CodeFamily,
  ...languages: readonly string[]
): readonly (readonly [string, CodeFamily])[] {
  return languages.map(language => [language, family]);
}

/** A language that nobody here has heard of is judged by how the text looks. */
export function familyOf(languageId: string, lines: readonly string[]): CodeFamily {
  const known = families.get(languageId);
  if (known) return known;
  const looksAt = lines.slice(0, 2_000);
  if (looksAt.some(line => line.length < 300 && /^\s*(?:async\s+)?(?:def|class)\s[^{]*:\s*$/.test(line))) {
    return python;
  }
  return looksAt.some(line => line.includes('{')) ? { ...javascript, hasSemicolons: true } : hashed;
}
