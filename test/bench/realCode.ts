// Functions of libraries that the tests install anyway, found where they are installed: no line of them is kept here. A sum
// of each text tells when another version stands there.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as querystring from 'node:querystring';
import * as url from 'node:url';
import * as util from 'node:util';
import { type LineSpan, linesOf } from '../../src/core/base/lines';
import { enclosingBlock } from '../../src/core/reasoning/enclosing';
import { excerptOf, type Source } from '../../src/core/reasoning/excerpt';
import type { Excerpt } from '../../src/core/reasoning/run';
import { cacheFolder, layoutOf } from '../../src/node/localModel/layout';

export interface RealCode {
  readonly excerpt: Excerpt;
  /** For people: "textwrap.py › dedent". */
  readonly name: string;
  /** It is another text than the one that was chosen. */
  readonly hasChanged: boolean;
}

interface Wanted {
  readonly language: string;
  /** Below Python's standard library, below `node_modules`, or a module of Node. */
  readonly file: string;
  /** Missing: the whole file. */
  readonly symbol?: string;
  /** The first digits of the text's SHA-256. */
  readonly sum: string;
}

/** In an order in which the first few are of several languages. */
const wanted: readonly Wanted[] = [
  { language: 'python', file: 'bisect.py', symbol: 'bisect_right', sum: '9196ae17b997' },
  { language: 'javascript', file: 'base64-js/index.js', symbol: 'fromByteArray', sum: '14b759e3b65f' },
  {
    language: 'typescript',
    file: 'zod/src/v4/core/util.ts',
    symbol: 'floatSafeRemainder',
    sum: '6faac820c195',
  },
  { language: 'cpp', file: 'keytar/src/keytar_posix.cc', symbol: 'GetPassword', sum: 'ff1a90fd8655' },
  {
    language: 'shellscript',
    file: 'playwright-core/bin/reinstall_chrome_stable_linux.sh',
    sum: 'cf1278ffaac8',
  },
  { language: 'python', file: 'colorsys.py', symbol: 'rgb_to_hsv', sum: '34753597cc19' },
  { language: 'javascript', file: 'node:path', symbol: 'basename', sum: 'e2e4ae8d2c74' },
  { language: 'typescript', file: 'ajv/lib/compile/util.ts', symbol: 'schemaRefOrVal', sum: 'a303851f3cd7' },
  { language: 'cpp', file: 'keytar/src/keytar_win.cc', symbol: 'utf8ToWideChar', sum: '6085c7d91c7e' },
  { language: 'powershell', file: 'playwright-core/bin/install_webkit_wsl.ps1', sum: 'bc61beda37a8' },
  { language: 'python', file: 'heapq.py', symbol: '_siftup', sum: 'dde1afc5787e' },
  {
    language: 'javascript',
    file: 'semver/internal/identifiers.js',
    symbol: 'compareIdentifiers',
    sum: 'f5225623bb7c',
  },
  {
    language: 'typescript',
    file: 'openai/src/internal/decoders/line.ts',
    symbol: 'decode',
    sum: '73528e7bd54b',
  },
  { language: 'cpp', file: 'keytar/src/async.cc', symbol: 'OnOK', sum: '107c090ff85f' },
  { language: 'shellscript', file: '@vscode/test-electron/killTree.sh', sum: '484de9cb0e0d' },
  { language: 'python', file: 'posixpath.py', symbol: 'normpath', sum: '850b88e4d95a' },
  { language: 'javascript', file: 'ms/index.js', symbol: 'fmtLong', sum: '6f065e6e3665' },
  { language: 'typescript', file: 'ajv/lib/compile/resolve.ts', symbol: 'countKeys', sum: '839849eef452' },
  { language: 'cpp', file: 'node-addon-api/napi-inl.h', symbol: 'EnsureInfo', sum: '14df701acf01' },
  {
    language: 'powershell',
    file: 'playwright-core/bin/reinstall_chrome_stable_win.ps1',
    sum: '31b2c05305c2',
  },
  { language: 'python', file: 'textwrap.py', symbol: 'dedent', sum: '0367af99f1fc' },
  {
    language: 'javascript',
    file: 'balanced-match/dist/commonjs/index.js',
    symbol: 'range',
    sum: '9c7d7a76c306',
  },
  { language: 'typescript', file: 'openai/src/internal/qs/utils.ts', symbol: 'compact', sum: '5f03a278d3da' },
  { language: 'javascript', file: 'node:util', symbol: 'stripVTControlCharacters', sum: '300c92a5b5b9' },
  { language: 'python', file: 'difflib.py', symbol: 'ratio', sum: '3903d8c0a9ff' },
  { language: 'javascript', file: 'braces/lib/expand.js', symbol: 'append', sum: '39e921eb256c' },
  { language: 'typescript', file: 'zod/src/v4/core/util.ts', symbol: 'isPlainObject', sum: '6994beb4a8da' },
  { language: 'cpp', file: 'keytar/src/keytar_win.cc', symbol: 'FindCredentials', sum: 'e699b1ee1bd3' },
  { language: 'python', file: 'shlex.py', symbol: 'get_token', sum: 'd45399a705ef' },
  { language: 'javascript', file: 'node:querystring', symbol: 'stringify', sum: '77fc8e247a58' },
  { language: 'python', file: 'fnmatch.py', symbol: 'filter', sum: '64ea60086991' },
  { language: 'javascript', file: 'convert-source-map/index.js', symbol: 'Converter', sum: 'f91f5ba2023c' },
];

const nodeModules: Readonly<Record<string, object>> = { path, querystring, url, util };

/** All of them, or `take` after the first `skip`. */
export async function realCode(take = wanted.length, skip = 0): Promise<readonly RealCode[]> {
  const python = await pythonLibrary();
  return Promise.all(
    wanted.slice(skip, skip + take).map(async one => {
      const source = await sourceOf(one, python);
      const excerpt = excerptIn(source, one.symbol);
      const sum = sumOf(excerpt.text);
      return {
        excerpt,
        name: `${one.file}${one.symbol ? ` › ${one.symbol}` : ''}`,
        hasChanged: sum !== one.sum,
      };
    }),
  );
}

/** Lines of a file of Python's standard library, as a selection of them would send them. */
export async function linesOfFile(file: string, { first, last }: LineSpan): Promise<Excerpt> {
  const source = await sourceOf({ language: 'python', file, sum: '' }, await pythonLibrary());
  const selection = { firstLine: first - 1, lastLine: last - 1, lastCharacter: 1, isEmpty: false };
  const excerpt = excerptOf(source, selection);
  if ('code' in excerpt) throw new Error(`no lines ${first} to ${last} in ${file}: ${excerpt.code}`);
  return excerpt;
}

export function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

async function sourceOf({ language, file, symbol = '' }: Wanted, python: string): Promise<Source> {
  const text = file.startsWith('node:')
    ? String(Reflect.get(nodeModules[file.slice(5)] ?? {}, symbol))
    : await readFile(path.join(language === 'python' ? python : 'node_modules', file), 'utf8');
  return { uri: `file:///${file}`, name: path.basename(file), languageId: language, text };
}

/** Of the Python that the model's server is set up with. */
async function pythonLibrary(): Promise<string> {
  const { python } = layoutOf(cacheFolder());
  const print = ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))'];
  const { stdout } = await util.promisify(execFile)(python, print);
  return stdout.trim();
}

/** The function of a name, with its neighbours, as a caret in its head would send it. */
function excerptIn(source: Source, symbol: string | undefined): Excerpt {
  const lines = linesOf(source.text);
  const last = lines.findLastIndex(line => line.trim() !== '');
  const whole = { firstLine: 0, lastLine: last, lastCharacter: 1, isEmpty: false };
  const head = symbol === undefined ? -1 : headOf(source, lines, symbol);
  const selection = head < 0 ? whole : { firstLine: head, lastLine: head, lastCharacter: 0, isEmpty: true };
  const excerpt = excerptOf(source, selection);
  if ('code' in excerpt) throw new Error(`no ${symbol ?? 'code'} in ${source.uri}: ${excerpt.code}`);
  return excerpt;
}

function headOf({ text, languageId }: Source, lines: readonly string[], symbol: string): number {
  return lines.findIndex((line, index) => {
    if (!line.includes(symbol)) return false;
    const block = enclosingBlock(text, index + 1, languageId);
    return block?.symbol === symbol && block.span.first === index + 1;
  });
}
