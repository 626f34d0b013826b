// Functions of this repository, as a commit found them and as it left them: which is which is told by their names, in files
// where a name stands once. A clone without history has none.
import { execFile } from 'node:child_process';
import { functionsIn } from '../../src/core/reasoning/functionsIn';
import { packedGrammars } from '../support/grammars';
import type { CodeCase } from './codeCases';

const languages: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mjs: 'javascript',
  js: 'javascript',
  py: 'python',
  sh: 'shellscript',
  css: 'css',
};
const commits = 150;
const grammars = packedGrammars();

/** `most` at most, of the newest commits. */
export async function ownCases(most: number): Promise<readonly CodeCase[]> {
  const told = await git([
    'log',
    '-n',
    `${commits}`,
    '--no-merges',
    '--diff-filter=M',
    '--name-only',
    '--format=@%H',
  ]);
  const cases: CodeCase[] = [];
  let commit = '';
  for (const line of told.split('\n')) {
    if (line.startsWith('@')) commit = line.slice(1);
    else if (line !== '' && cases.length < most) cases.push(...(await casesOf(commit, line)));
  }
  return cases.slice(0, most);
}

async function casesOf(commit: string, file: string): Promise<readonly CodeCase[]> {
  const language = languages[file.split('.').at(-1) ?? ''];
  if (language === undefined) return [];
  const [before, now] = await Promise.all(
    [`${commit}^:${file}`, `${commit}:${file}`].map(name => git(['show', name])),
  );
  if (before === undefined || now === undefined || before === '' || now === '') return [];
  const [old, later] = [await namedOnce(before, language), await namedOnce(now, language)];
  return [...old].flatMap(([name, span]) => {
    const truth = later.get(name);
    // What has its old text is found by anybody.
    const textOf = (text: string, { first, last }: typeof span) =>
      text
        .split('\n')
        .slice(first - 1, last)
        .join('\n');
    if (!truth || textOf(before, span) === textOf(now, truth)) return [];
    return [{ kind: 'functions of this repository', name: `${file} ${name}`, before, now, span, truth }];
  });
}

async function namedOnce(text: string, language: string) {
  const tree = await grammars.parse(text, language);
  const found = tree ? functionsIn(text, tree) : [];
  const counts = new Map<string, number>();
  for (const { name } of found) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(found.filter(({ name }) => counts.get(name) === 1).map(({ name, span }) => [name, span]));
}

/** What it says; nothing where it fails. */
function git(args: readonly string[]): Promise<string> {
  return new Promise(resolve => {
    execFile('git', [...args], { maxBuffer: 64e6 }, (error, told) => resolve(error ? '' : told));
  });
}
