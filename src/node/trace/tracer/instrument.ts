// Writes calls of the recorder into a program's text, line for line: what stood on a line stays on it. The program's own names,
// values and order of evaluation are as they were.
import {
  type AnyNode,
  type ArrowFunctionExpression,
  type Function as FunctionNode,
  type Node,
  parse,
} from 'acorn';

export interface Site {
  readonly line: number;
  /** The variables that are handed over there, in order. */
  readonly names: readonly string[];
}

export interface Instrumented {
  readonly text: string;
  readonly isModule: boolean;
}

export interface InstrumentOptions {
  readonly path: string;
  /** `undefined`: what the text itself shows. */
  readonly isModule: boolean | undefined;
  /** An expression to be run when the file's own lines have run. */
  readonly call?: string | undefined;
}

/** Throws acorn's SyntaxError, with `loc`. */
export function instrument(text: string, { path, isModule, call }: InstrumentOptions): Instrumented {
  const arrows: number[] = [];
  const parsed = parsedAs(text, isModule, arrows);
  const writer = new Writer(text, arrows, nameNotIn(text));
  writer.program(parsed.body as readonly AnyNode[]);
  return { text: writer.result(path, call), isModule: parsed.sourceType === 'module' };
}

function parsedAs(text: string, isModule: boolean | undefined, arrows: number[]) {
  const as = (sourceType: 'module' | 'script') => {
    arrows.length = 0;
    return parse(text, {
      ecmaVersion: 'latest',
      sourceType,
      locations: true,
      allowHashBang: true,
      allowReturnOutsideFunction: sourceType === 'script',
      onToken: token => {
        if (token.type.label === '=>') arrows.push(token.end);
      },
    });
  };
  if (isModule !== undefined) return as(isModule ? 'module' : 'script');
  try {
    return as('script');
  } catch (error) {
    try {
      return as('module');
    } catch {
      throw error;
    }
  }
}

/** What a call is parsed as: one expression and nothing behind it. Throws acorn's SyntaxError. */
export function checkCall(call: string): void {
  const { body } = parse(`(${call}\n)`, { ecmaVersion: 'latest', allowAwaitOutsideFunction: true });
  if (body.length !== 1) throw new SyntaxError('it is more than one expression');
}

function nameNotIn(text: string): string {
  let name = '__m$';
  while (text.includes(name)) name += '$';
  return name;
}

/** Of one function, or of the file itself. */
interface Scope {
  /** The variable that holds the call. */
  readonly frame: string;
  readonly outer: Scope | undefined;
  /** All that is declared in it anywhere, and whether that is worth showing to functions inside. */
  readonly declared: ReadonlyMap<string, boolean>;
  /** Of outer functions and of the file, what is named in it. */
  readonly free: readonly string[];
  readonly hasThis: boolean;
}

interface Place {
  readonly scope: Scope;
  /** What is declared and certainly there, in order. */
  readonly names: readonly string[];
  /** Loops around whose head is not asked by a test, so that reaching it has to be told: by label, too. */
  readonly loops: readonly {
    readonly labels: readonly string[];
    readonly head?: string;
    readonly isLoop: boolean;
  }[];
}

const mostNames = 60;

class Writer {
  readonly #text: string;
  readonly #arrows: readonly number[];
  readonly #m: string;
  readonly #edits: { readonly at: number; readonly text: string }[] = [];
  readonly #sites: Site[] = [];
  readonly #functions: { readonly line: number; readonly name: string; readonly names: readonly string[] }[] =
    [];
  readonly #lines = new Set<number>();
  readonly #loops: (readonly [number, number])[] = [];
  #frames = 0;
  #start = 0;

  constructor(text: string, arrows: readonly number[], name: string) {
    this.#text = text;
    this.#arrows = arrows;
    this.#m = name;
  }

  program(body: readonly AnyNode[]): void {
    const scope: Scope = {
      frame: `${this.#m}0`,
      outer: undefined,
      declared: declaredIn(body),
      free: [],
      hasThis: false,
    };
    this.#start = afterDirectives(body) ?? (this.#text.startsWith('#!') ? this.#text.indexOf('\n') + 1 : 0);
    this.#list(body, { scope, names: [], loops: [] });
  }

  result(path: string, call: string | undefined): string {
    const m = this.#m;
    const table = JSON.stringify({
      path,
      lines: [...this.#lines].sort((a, b) => a - b),
      loops: this.#loops,
      sites: this.#sites.map(({ line, names }) => [line, ...names]),
      functions: this.#functions.map(({ line, name, names }) => [line, name, ...names]),
    });
    const head = `const ${m}=globalThis[Symbol.for("marginalia.trace")].file(${table}),${m}0=${m}.m();`;
    let text = '';
    let from = 0;
    const ordered = this.#edits.map((edit, order) => ({ ...edit, order }));
    ordered.push({ at: this.#start, text: head, order: -1 });
    ordered.sort((a, b) => a.at - b.at || a.order - b.order);
    for (const edit of ordered) {
      text += this.#text.slice(from, edit.at) + edit.text;
      from = edit.at;
    }
    text += this.#text.slice(from);
    // A call of its own line: the text may end in a comment. `void` takes care that nothing before it is read on.
    return `${text}\n;${m}.e(${m}0${call === undefined ? '' : `,async()=>(${call}\n)`});`;
  }

  #put(at: number, text: string): void {
    this.#edits.push({ at, text });
  }

  #site(line: number, names: readonly string[]): number {
    this.#sites.push({ line, names });
    return this.#sites.length - 1;
  }

  /** `frame,site,[values]`: what most calls of the recorder take. */
  #seen(line: number, { scope, names }: Place, isReached: boolean): string {
    if (isReached) this.#lines.add(line);
    const own = [...new Set(names)].slice(-mostNames);
    const free = scope.free.slice(0, mostNames);
    const site = this.#site(line, [...own, ...free, ...(scope.hasThis ? ['this'] : [])]);
    const others = [...free, ...(scope.hasThis ? ['this'] : [])].map(name => `${this.#m}.g(()=>${name})`);
    return `${scope.frame},${site},[${[...own, ...others].join(',')}]`;
  }

  /** Statements one after the other; what they declare is known to those that follow. */
  #list(body: readonly AnyNode[], place: Place): Place {
    let known = hiding(place, body);
    for (const statement of body) {
      this.#statement(statement, known, []);
      const names = namesDeclaredBy(statement);
      if (names.length > 0) known = { ...known, names: [...known.names, ...names] };
    }
    return known;
  }

  /** A statement where only one may stand, put into a block so that a call may stand before it. */
  #single(
    node: AnyNode,
    place: Place,
    before = '',
    after: ((place: Place) => string) | undefined = undefined,
  ): void {
    if (node.type === 'BlockStatement') {
      this.#put(node.start + 1, before);
      const inner = this.#list(node.body, place);
      const leaving = inner === place ? '' : this.#leaving(node, inner);
      this.#put(node.end - 1, leaving + (after ? `;${after(inner)}` : ''));
      return;
    }
    if (node.type === 'FunctionDeclaration') {
      this.#statement(node, place, []);
      return;
    }
    this.#put(node.start, `{${before}`);
    this.#statement(node, place, []);
    this.#put(node.end, `${after ? `;${after(place)}` : ''}}`);
  }

  #leaving(node: Node, place: Place): string {
    return `;${this.#m}.v(${this.#seen(node.loc?.end.line ?? 0, place, false)});`;
  }

  #statement(node: AnyNode, place: Place, labels: readonly string[], start = node.start): void {
    const { scope } = place;
    const m = this.#m;
    const line = node.loc?.start.line ?? 0;
    const reached = () => {
      this.#put(start, `${m}.s(${this.#seen(line, place, true)});`);
      return this.#sites.length - 1;
    };
    switch (node.type) {
      case 'FunctionDeclaration':
        this.#function(node, place, node.id?.name ?? 'default');
        return;
      case 'EmptyStatement':
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        return;
      case 'ExportNamedDeclaration':
        if (node.declaration) this.#statement(node.declaration, place, [], node.start);
        return;
      case 'ExportDefaultDeclaration':
        if (node.declaration.type === 'FunctionDeclaration')
          this.#function(node.declaration, place, node.declaration.id?.name ?? 'default');
        else {
          reached();
          this.#inside(node.declaration, place);
        }
        return;
      case 'BlockStatement':
        this.#single(node, place);
        return;
      case 'LabeledStatement': {
        const all = [...labels, node.label.name];
        if (isLoop(node.body) || node.body.type === 'LabeledStatement')
          this.#statement(node.body, place, all, start);
        else if (node.body.type === 'BlockStatement') {
          this.#single(node.body, { ...place, loops: [...place.loops, { labels: all, isLoop: false }] });
        } else {
          reached();
          this.#inside(node.body, place);
        }
        return;
      }
      case 'IfStatement': {
        reached();
        this.#branch(node.test, line, place);
        this.#single(node.consequent, place);
        if (node.alternate) this.#single(node.alternate, place);
        return;
      }
      case 'ForStatement':
      case 'WhileStatement': {
        const own = reached();
        this.#loops.push([line, node.body.loc?.end.line ?? line]);
        const names = node.type === 'ForStatement' && node.init ? namesDeclaredBy(node.init) : [];
        const inner: Place = { ...place, names: [...place.names, ...names] };
        if (node.type === 'ForStatement' && node.init) this.#inside(node.init, place);
        if (node.type === 'ForStatement' && node.update) this.#inside(node.update, inner);
        const body = { ...inner, loops: [...place.loops, { labels, isLoop: true }] };
        if (node.test) {
          this.#put(
            node.test.start,
            `(${m}.r(${this.#seen(line, inner, true)},${own}),${m}.b(${scope.frame},${line},1,(`,
          );
          this.#inside(node.test, inner);
          this.#put(node.test.end, ')))');
          this.#single(node.body, body);
        } else {
          this.#single(
            node.body,
            { ...inner, loops: [...place.loops, { labels, isLoop: true, head: this.#head(line, inner) }] },
            `${m}.b(${scope.frame},${line},1,true);`,
            () => this.#head(line, inner),
          );
        }
        return;
      }
      case 'DoWhileStatement': {
        reached();
        this.#loops.push([line, node.loc?.end.line ?? line]);
        const testLine = node.test.loc?.start.line ?? line;
        this.#put(start, `${m}.b(${scope.frame},${line},1,true);`);
        this.#single(node.body, { ...place, loops: [...place.loops, { labels, isLoop: true }] });
        this.#put(
          node.test.start,
          `(${m}.s(${this.#seen(testLine, place, true)}),${m}.b(${scope.frame},${line},1,(`,
        );
        this.#inside(node.test, place);
        this.#put(node.test.end, ')))');
        return;
      }
      case 'ForInStatement':
      case 'ForOfStatement': {
        const own = reached();
        this.#loops.push([line, node.body.loc?.end.line ?? line]);
        this.#inside(node.right, place);
        const names = namesDeclaredBy(node.left);
        if (names.length === 0) this.#inside(node.left, place);
        const head = this.#head(line, place);
        const body: Place = {
          ...place,
          names: [...place.names, ...names],
          loops: [...place.loops, { labels, isLoop: true, head }],
        };
        const begin = `${m}.v(${this.#seen(line, body, false)});${m}.b(${scope.frame},${line},1,true);`;
        this.#single(node.body, body, begin, inner => `${m}.v(${this.#seen(line, inner, false)});${head}`);
        this.#put(node.end, `;${m}.x(${scope.frame},${line},${own});`);
        return;
      }
      case 'ContinueStatement': {
        reached();
        const label = node.label?.name;
        const target = [...place.loops]
          .reverse()
          .find(loop => (label === undefined ? loop.isLoop : loop.labels.includes(label)));
        if (target?.head) this.#put(start, target.head);
        return;
      }
      case 'ReturnStatement': {
        reached();
        if (!node.argument) return;
        this.#put(node.argument.start, `${m}.q(${scope.frame},(`);
        this.#inside(node.argument, place);
        this.#put(node.argument.end, `),${this.#after(line, place)})`);
        return;
      }
      case 'TryStatement': {
        this.#single(node.block, place);
        const { handler, finalizer } = node;
        if (handler) {
          const error = `${m}x`;
          // A name of ours stands before the program's pattern, which may throw itself.
          if (!handler.param) this.#put(handler.start + 'catch'.length, `(${error})`);
          const caught =
            handler.param?.type === 'Identifier' ? handler.param.name : handler.param ? 'undefined' : error;
          const names = handler.param ? namesIn(handler.param) : [];
          const told =
            handler.param && handler.param.type !== 'Identifier' ? '' : `${m}.k(${scope.frame},${caught});`;
          this.#single(handler.body, { ...place, names: [...place.names, ...names] }, told);
        } else this.#put(node.block.end, `catch(${m}x){${m}.k(${scope.frame},${m}x);throw ${m}x}`);
        if (finalizer) this.#single(finalizer, place);
        return;
      }
      case 'SwitchStatement': {
        reached();
        this.#inside(node.discriminant, place);
        const cases = {
          ...hiding(
            place,
            node.cases.flatMap(each => each.consequent),
          ),
          loops: [...place.loops, { labels, isLoop: false }],
        };
        for (const { test, consequent } of node.cases) {
          if (test) this.#inside(test, place);
          this.#list(consequent, cases);
        }
        return;
      }
      default:
        // A directive holds only where nothing stands before it.
        if (node.type === 'ExpressionStatement' && node.directive !== undefined) return;
        reached();
        this.#inside(node, place);
    }
  }

  /** The head of a loop is reached once more. */
  #head(line: number, place: Place): string {
    return `${this.#m}.r(${this.#seen(line, place, true)},-2);`;
  }

  #after(line: number, place: Place): string {
    const [, ...rest] = this.#seen(line, place, false).split(',');
    return rest.join(',');
  }

  #branch(test: AnyNode, line: number, place: Place): void {
    this.#put(test.start, `${this.#m}.b(${place.scope.frame},${line},0,(`);
    this.#inside(test, place);
    this.#put(test.end, '))');
  }

  /** Functions, awaits and yields in an expression. */
  #inside(node: AnyNode, place: Place, name = ''): void {
    const { frame } = place.scope;
    switch (node.type) {
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#function(node, place, ('id' in node && node.id?.name) || name || '<anonymous>');
        return;
      case 'AwaitExpression':
        this.#put(node.start, `${this.#m}.w(${frame},`);
        this.#put(node.argument.start, `${this.#m}.p(${frame},(`);
        this.#inside(node.argument, place);
        this.#put(node.argument.end, '))');
        this.#put(node.end, ')');
        return;
      case 'YieldExpression':
        if (node.delegate && node.argument) this.#inside(node.argument, place);
        if (node.delegate) return;
        this.#put(node.start, `${this.#m}.w(${frame},`);
        if (node.argument) {
          this.#put(node.argument.start, `${this.#m}.y(${frame},(`);
          this.#inside(node.argument, place);
          this.#put(node.argument.end, '))');
        } else this.#put(node.end, ` ${this.#m}.y(${frame})`);
        this.#put(node.end, ')');
        return;
      case 'StaticBlock':
        this.#list(node.body, place);
        return;
      case 'VariableDeclarator':
        this.#inside(node.id, place);
        if (node.init) this.#inside(node.init, place, node.id.type === 'Identifier' ? node.id.name : '');
        return;
      case 'MethodDefinition':
      case 'PropertyDefinition':
      case 'Property': {
        if (node.computed) this.#inside(node.key, place);
        const key = !node.computed && 'name' in node.key ? node.key.name : '';
        if (node.value)
          this.#inside(node.value, place, name && node.type === 'MethodDefinition' ? `${name}.${key}` : key);
        return;
      }
      case 'ClassDeclaration':
      case 'ClassExpression': {
        if (node.superClass) this.#inside(node.superClass, place);
        for (const part of node.body.body) this.#inside(part, place, node.id?.name ?? name);
        return;
      }
      default:
        for (const child of childrenOf(node)) this.#inside(child, place);
    }
  }

  #function(node: FunctionNode | ArrowFunctionExpression, place: Place, name: string): void {
    const m = this.#m;
    const params = node.params.flatMap(namesIn);
    for (const param of node.params) this.#inside(param, place);
    const body =
      node.body.type === 'BlockStatement' ? (node.body.body as readonly AnyNode[]) : [node.body as AnyNode];
    const isArrow = node.type === 'ArrowFunctionExpression';
    const declared = new Map([...params.map(each => [each, true] as const), ...declaredIn(body)]);
    if (hasTwin(body)) return;
    this.#frames += 1;
    const scope: Scope = {
      frame: `${m}${this.#frames}`,
      outer: place.scope,
      declared,
      free: freeIn([...body, ...(node.params as readonly AnyNode[])], declared, place.scope),
      hasThis: !isArrow && namesThis(body),
    };
    const line = node.loc?.start.line ?? 0;
    const inner: Place = { scope, names: params, loops: [] };
    this.#functions.push({ line, name, names: params });
    const begin = `const ${scope.frame}=${m}.c(${this.#functions.length - 1},[${params.join(',')}]);try{`;
    const finish = `}catch(${m}x){throw ${m}.t(${scope.frame},${m}x)}finally{${m}.l(${scope.frame})}`;
    if (node.body.type === 'BlockStatement') {
      this.#put(afterDirectives(body) ?? node.body.start + 1, begin);
      const known = this.#list(body, inner);
      this.#put(node.body.end - 1, this.#leaving(node.body, known) + finish);
      return;
    }
    const bodyLine = node.body.loc?.start.line ?? line;
    const at = this.#arrows.find(each => each >= (node.params.at(-1)?.end ?? node.start)) ?? node.body.start;
    this.#put(at, `{${begin}${m}.s(${this.#seen(bodyLine, inner, true)});return ${m}.q(${scope.frame},(`);
    this.#inside(node.body as AnyNode, inner);
    this.#put(node.end, `),${this.#after(bodyLine, inner)});${finish}}`);
  }
}

/** Without the names that a block declares anew: before their declaration there is nothing to be read. */
function hiding(place: Place, body: readonly AnyNode[]): Place {
  const own = new Set(
    body.flatMap(node => {
      if (node.type === 'ClassDeclaration') return node.id ? [node.id.name] : [];
      return node.type === 'VariableDeclaration' && node.kind !== 'var'
        ? node.declarations.flatMap(({ id }) => namesIn(id))
        : [];
    }),
  );
  const names = place.names.filter(name => !own.has(name));
  return names.length === place.names.length ? place : { ...place, names };
}

function isLoop({ type }: AnyNode): boolean {
  return /^(?:For|ForIn|ForOf|While|DoWhile)Statement$/.test(type);
}

/** Where the first statement that is no directive may stand; `undefined` where there is no directive. */
function afterDirectives(body: readonly AnyNode[]): number | undefined {
  let end: number | undefined;
  for (const node of body) {
    if (node.type !== 'ExpressionStatement' || node.directive === undefined) break;
    end = node.end;
  }
  return end;
}

/** Two functions of one name: in a block, which ours would be, that is an error where the text is strict. */
function hasTwin(body: readonly AnyNode[]): boolean {
  const names = body.flatMap(node => (node.type === 'FunctionDeclaration' ? [node.id?.name ?? ''] : []));
  return new Set(names).size < names.length;
}

function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.values(node).flatMap(value =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The names that a pattern binds. */
function namesIn(pattern: AnyNode): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap(part =>
        namesIn(part.type === 'Property' ? part.value : part.argument),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap(part => (part ? namesIn(part) : []));
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    default:
      return [];
  }
}

/** What is certainly there after the statement: of functions and classes nothing is shown. */
function namesDeclaredBy(node: AnyNode): readonly string[] {
  if (node.type === 'ExportNamedDeclaration' && node.declaration) return namesDeclaredBy(node.declaration);
  if (node.type !== 'VariableDeclaration') return [];
  return node.declarations.flatMap(({ id, init }) => (isCode(init) ? [] : namesIn(id)));
}

function isCode(init: AnyNode | null | undefined): boolean {
  return (
    init?.type === 'FunctionExpression' ||
    init?.type === 'ArrowFunctionExpression' ||
    init?.type === 'ClassExpression'
  );
}

/** All that a function's own lines declare, at whatever depth of blocks. */
function declaredIn(body: readonly AnyNode[]): ReadonlyMap<string, boolean> {
  const declared = new Map<string, boolean>();
  const look = (node: AnyNode): void => {
    if (node.type === 'VariableDeclaration') {
      for (const { id, init } of node.declarations) {
        for (const name of namesIn(id)) declared.set(name, !isCode(init));
      }
    } else if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') {
      if (node.id) declared.set(node.id.name, false);
    } else if (node.type === 'ImportDeclaration') {
      for (const { local } of node.specifiers) declared.set(local.name, false);
    } else if (node.type === 'CatchClause' && node.param) {
      for (const name of namesIn(node.param)) declared.set(name, false);
    }
    if (isFunction(node)) return;
    for (const child of childrenOf(node)) look(child);
  };
  for (const node of body) look(node);
  return declared;
}

function isFunction({ type }: AnyNode): boolean {
  return (
    type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'
  );
}

/** What is named in these nodes and declared in a function around, or in the file. */
function freeIn(
  nodes: readonly AnyNode[],
  declared: ReadonlyMap<string, boolean>,
  outer: Scope | undefined,
): readonly string[] {
  const named = new Set<string>();
  const look = (node: AnyNode): void => {
    if (node.type === 'Identifier') named.add(node.name);
    for (const child of childrenOf(node)) look(child);
  };
  for (const node of nodes) look(node);
  return [...named].filter(name => {
    if (declared.has(name)) return false;
    for (let scope = outer; scope; scope = scope.outer) {
      const isShown = scope.declared.get(name);
      if (isShown !== undefined) return isShown;
    }
    return false;
  });
}

function namesThis(body: readonly AnyNode[]): boolean {
  const look = (node: AnyNode): boolean => {
    if (node.type === 'ThisExpression') return true;
    if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') return false;
    return childrenOf(node).some(look);
  };
  return body.some(look);
}
