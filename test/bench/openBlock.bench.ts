// Reading a long block while it streams and is still open, beside marked's lexer on all the text so far at every delta.
import { performance } from 'node:perf_hooks';
import { Lexer } from 'marked';
import { GrowingMarkdown } from '../../src/core/markdown';
import { inTurns } from './measure';
import { type Bench, growth, type Row } from './row';

const delta = 100;
/** The median leaves out what is read before the code is warm. */
const rounds = 5;
const blocks: Readonly<Record<string, (length: number) => string>> = {
  paragraph: length => 'plain words, *some* of them `marked`, '.repeat(length / 37),
  fence: length => `\`\`\`py\n${'x = f(x)\n'.repeat(length / 9)}`,
  table: length => `|a|b|\n|-|-|\n${'|*c*|d|\n'.repeat(length / 8)}`,
  list: length => '- an *item* of it\n'.repeat(length / 18),
};

export const bench: Bench = async () => {
  const rows: Row[] = [];
  for (const [name, made] of Object.entries(blocks)) {
    const ofBlock = [await read(name, made(10_000)), await read(name, made(20_000))];
    rows.push(...ofBlock, growth(`growth of reading a ${name}, 10,000 → 20,000 characters`, ofBlock));
  }
  return rows;
};

async function read(name: string, text: string): Promise<Row> {
  const timed = (work: (arrived: number) => unknown) => async () => {
    const startedAt = performance.now();
    for (let arrived = 0; arrived < text.length; arrived += delta) work(arrived);
    return performance.now() - startedAt;
  };
  const ours = () => {
    const growing = new GrowingMarkdown();
    return timed(arrived => {
      growing.add(text.slice(arrived, arrived + delta));
      return growing.nodes();
    })();
  };
  const peer = timed(arrived => new Lexer({ gfm: true }).lex(text.slice(0, arrived + delta)));
  return {
    name: `read a ${name} of ${text.length.toLocaleString('en')} characters as it streams`,
    ...(await inTurns(rounds, { ours, peer })),
    unit: 'ms',
    peerName: 'marked, all the text at every delta',
    target: { atMost: 0.5 },
  };
}
