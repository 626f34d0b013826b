// Trees by tree-sitter: the runtime and a grammar are read when a text of that language is first parsed.
import type { Language, Parser } from 'web-tree-sitter';
import type { SyntaxNode, SyntaxTree } from '../core/base/syntaxTree';
import type { Clock, Files, Log, SyntaxParser } from '../core/ports';
import { type Damage, damageOf, unframed } from './framed';
import { type Frame, framesFor, type Grammar, grammarOf } from './grammars';
import { plainTree } from './plainTree';

export interface SyntaxLimits {
  /** Of a text, in UTF-16 units. */
  readonly longest: number;
  /** For one text. The extension host does nothing else meanwhile. */
  readonly milliseconds: number;
  readonly nodes: number;
}

const usualLimits: SyntaxLimits = { longest: 1_000_000, milliseconds: 500, nodes: 400_000 };

/** Of a text, what may be no code to the parser before its tree counts for nothing. */
const mostDamage = 0.3;

const weightOf = ({ places, characters }: Damage) => places + characters / 100;

type Runtime = typeof import('web-tree-sitter');

export function treeSitter(
  files: Files,
  clock: Clock,
  log: Log,
  limits: SyntaxLimits = usualLimits,
): SyntaxParser {
  let runtime: Promise<Runtime> | undefined;
  let isDisposed = false;
  /** By file: the grammar, or nothing where it could not be had, which was logged. */
  const languages = new Map<string, Promise<Language | undefined>>();

  async function bytesOf(file: string): Promise<Uint8Array> {
    const bytes = await files.read(file);
    if (!bytes) throw new Error(`${file} is not there`);
    return bytes;
  }

  async function start(): Promise<Runtime> {
    const [loaded, wasmBinary] = await Promise.all([
      import('web-tree-sitter'),
      bytesOf('web-tree-sitter.wasm'),
    ]);
    await loaded.Parser.init({ wasmBinary });
    return loaded;
  }

  async function load({ file }: Grammar): Promise<Language | undefined> {
    try {
      runtime ??= start();
      const [{ Language }, bytes] = await Promise.all([runtime, bytesOf(file)]);
      return await Language.load(bytes);
    } catch (error) {
      log.warn(`code is cut without the grammar ${file}: ${String(error)}`);
      return undefined;
    }
  }

  function languageOf(grammar: Grammar): Promise<Language | undefined> {
    const known = languages.get(grammar.file) ?? load(grammar);
    languages.set(grammar.file, known);
    return known;
  }

  /** The frame in which the parser makes the most of the text. */
  function best(parser: Parser, text: string, grammar: Grammar): SyntaxNode | undefined {
    const until = clock.now() + limits.milliseconds;
    let found: { readonly node: SyntaxNode; readonly damage: Damage } | undefined;
    for (const frame of framesFor(text, grammar)) {
      const node = inFrame(parser, text, frame, until);
      // What takes too long in one frame will in the next one.
      if (!node) break;
      const damage = damageOf(node);
      if (!found || weightOf(damage) < weightOf(found.damage)) {
        found = { node: unframed(node, frame, text.length, linesIn(text)), damage };
      }
      if (damage.places === 0) break;
    }
    // What the parser could not make sense of is told better by indents and brackets.
    return found && found.damage.characters <= text.length * mostDamage ? found.node : undefined;
  }

  function inFrame(parser: Parser, text: string, frame: Frame, until: number): SyntaxNode | undefined {
    const isLate = () => clock.now() > until;
    const tree = parser.parse(frame.before + text + frame.after, null, { progressCallback: isLate });
    if (!tree) {
      parser.reset();
      return undefined;
    }
    const cursor = tree.walk();
    try {
      return plainTree(cursor, limits.nodes);
    } finally {
      cursor.delete();
      tree.delete();
    }
  }

  return {
    async parse(text, languageId, signal): Promise<SyntaxTree | undefined> {
      const grammar = grammarOf(languageId);
      if (!grammar || text.length > limits.longest || isDisposed) return undefined;
      const language = await languageOf(grammar);
      if (!language || isDisposed || signal?.aborted || !runtime) return undefined;
      const { Parser } = await runtime;
      const parser = new Parser();
      try {
        parser.setLanguage(language);
        const root = best(parser, text.replace(/\r(?!\n)/g, '\n'), grammar);
        return root && { root };
      } catch (error) {
        // What has failed inside may have left its memory in any state.
        languages.set(grammar.file, Promise.resolve(undefined));
        log.warn(`the grammar ${grammar.file} failed and is not used again: ${String(error)}`);
        return undefined;
      } finally {
        parser.delete();
      }
    },
    dispose() {
      isDisposed = true;
      languages.clear();
    },
  };
}

function linesIn(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
