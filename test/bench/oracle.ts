// Cases whose truth people have told, out of a folder that is given: Git repositories, by their names. `code-tracker` has
// histories of blocks (its `oracle/block`) of projects, which are read as far as they stand beside it; `LHDiff` has lines of
// files in two versions (its `sampleTestDataset`). Nothing of them is kept here.
import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { LineSpan } from '../../src/core/base/lines';
import type { CodeCase } from './codeCases';
import type { BenchOptions } from './row';

const Change = v.object({
  parentCommitId: v.string(),
  commitId: v.string(),
  changeType: v.string(),
  elementFileBefore: v.string(),
  elementNameBefore: v.string(),
  elementFileAfter: v.string(),
  elementNameAfter: v.string(),
});
const History = v.object({
  repositoryName: v.string(),
  filePath: v.string(),
  blockStartLine: v.number(),
  blockEndLine: v.number(),
  startCommitId: v.string(),
  expectedChanges: v.array(Change),
});
type History = v.InferOutput<typeof History>;

/** `take` and `skip` are of the sets of lines, by file name. */
export async function oracleCases(
  folder: string,
  options: Pick<BenchOptions, 'take' | 'skip'>,
): Promise<readonly CodeCase[]> {
  const cases: CodeCase[] = [];
  if (await isThere(join(folder, 'code-tracker'))) cases.push(...(await blockCases(folder)));
  if (await isThere(join(folder, 'LHDiff')))
    cases.push(...(await lineCases(join(folder, 'LHDiff'), options)));
  if (cases.length === 0) throw new Error(`neither code-tracker nor LHDiff is in ${folder}`);
  return cases;
}

async function blockCases(folder: string): Promise<readonly CodeCase[]> {
  const tracker = join(folder, 'code-tracker');
  const names = await filesOf(tracker, 'src/main/resources/oracle/block');
  const cases: CodeCase[] = [];
  const projects = new Map<string, string[]>();
  for (const name of names) {
    // The project is known by the beginning of the file's name: what does not stand here is not even read.
    const file = name.split('/').at(-1) ?? '';
    const project = await projectOf(folder, file);
    if (project !== undefined) projects.set(project, [...(projects.get(project) ?? []), name]);
  }
  for (const [project, files] of projects) {
    const texts = await textsOf(
      tracker,
      files.map(file => `HEAD:${file}`),
    );
    const histories = [...texts.values()].map(text => v.parse(History, JSON.parse(text)));
    cases.push(...(await casesOf(join(folder, project), histories)));
  }
  return cases;
}

const projectsBy = new Map<string, Promise<boolean>>();

async function projectOf(folder: string, file: string): Promise<string | undefined> {
  const parts = file.split('-');
  for (let count = 1; count < parts.length; count += 1) {
    const path = join(folder, parts.slice(0, count).join('-'));
    const known = projectsBy.get(path) ?? isThere(path);
    projectsBy.set(path, known);
    if (await known) return parts.slice(0, count).join('-');
  }
  return undefined;
}

interface Asked {
  readonly kind: string;
  readonly name: string;
  readonly before: string;
  readonly span: LineSpan;
  /** Where the text is, the first that is there. */
  readonly now: readonly string[];
  readonly truth?: LineSpan;
}

async function casesOf(repository: string, histories: readonly History[]): Promise<readonly CodeCase[]> {
  const asked = new Map<string, Asked>();
  for (const history of histories) for (const one of askedOf(history)) asked.set(JSON.stringify(one), one);
  const all = [...asked.values()];
  const texts = await textsOf(repository, [...new Set(all.flatMap(({ before, now }) => [before, ...now]))]);
  return all.flatMap(({ before, now, ...one }) => {
    const [text, later] = [
      texts.get(before),
      now.map(name => texts.get(name)).find(found => found !== undefined),
    ];
    return text === undefined || later === undefined ? [] : [{ ...one, before: text, now: later }];
  });
}

function askedOf({ expectedChanges, startCommitId, filePath, ...now }: History): readonly Asked[] {
  const asked: Asked[] = [];
  const steps = expectedChanges.filter(({ changeType }) => changeType !== 'introduced');
  for (const step of steps) {
    asked.push({
      kind: 'blocks that one commit changed',
      name: `${step.elementNameBefore} ${step.commitId}`,
      before: `${step.parentCommitId}:${step.elementFileBefore}`,
      span: spanIn(step.elementNameBefore),
      now: [`${step.commitId}:${step.elementFileAfter}`],
      truth: spanIn(step.elementNameAfter),
    });
  }
  const oldest = steps.at(-1);
  if (oldest) {
    asked.push({
      kind: 'blocks over years',
      name: `${oldest.elementNameBefore} ${startCommitId}`,
      before: `${oldest.parentCommitId}:${oldest.elementFileBefore}`,
      span: spanIn(oldest.elementNameBefore),
      now: [`${startCommitId}:${filePath}`],
      truth: { first: now.blockStartLine, last: now.blockEndLine },
    });
  }
  // Back to a time at which they were not there.
  for (const { changeType, ...step } of expectedChanges) {
    if (changeType !== 'introduced') continue;
    asked.push({
      kind: 'blocks that are gone',
      name: `${step.elementNameAfter} ${step.commitId}`,
      before: `${step.commitId}:${step.elementFileAfter}`,
      span: spanIn(step.elementNameAfter),
      now: [
        `${step.parentCommitId}:${step.elementFileAfter}`,
        `${step.parentCommitId}:${step.elementFileBefore}`,
      ],
    });
  }
  return asked;
}

/** "…$if(120-131)". */
function spanIn(name: string): LineSpan {
  const [, first, last] = /\((\d+)-(\d+)\)$/.exec(name) ?? [];
  if (first === undefined || last === undefined) throw new Error(`no lines in ${name}`);
  return { first: Number(first), last: Number(last) };
}

async function lineCases(
  repository: string,
  { take, skip = 0 }: Pick<BenchOptions, 'take' | 'skip'>,
): Promise<readonly CodeCase[]> {
  const files = await filesOf(repository, 'sampleTestDataset');
  const sets = files
    .filter(file => file.endsWith('.xml'))
    .sort()
    .slice(skip, take === undefined ? undefined : skip + take);
  const names = new Set(sets.map(set => set.slice(0, -'.xml'.length)));
  const wanted = files.filter(file => names.has(file.replace(/(?:_\d+\.java|\.xml)$/, '')));
  const texts = await textsOf(
    repository,
    wanted.map(file => `HEAD:${file}`),
  );
  const cases: CodeCase[] = [];
  for (const name of names) {
    const before = texts.get(`HEAD:${name}_1.java`);
    const told = texts.get(`HEAD:${name}.xml`) ?? '';
    for (const { 1: version = '', 2: places = '' } of told.matchAll(
      /<VERSION NUMBER="(\d+)"[^>]*>(.*?)<\/VERSION>/gs,
    )) {
      const now = texts.get(`HEAD:${name}_${version}.java`);
      if (before === undefined || now === undefined || version === '1') continue;
      for (const { 1: then, 2: later } of places.matchAll(/<LOCATION ORIG="(\d+)" NEW="(-?\d+)"/g)) {
        const [old, line] = [Number(then), Number(later)];
        const truth = line > 0 ? { truth: { first: line, last: line } } : {};
        cases.push({
          kind: 'lines judged by hand',
          name,
          before,
          now,
          span: { first: old, last: old },
          ...truth,
        });
      }
    }
  }
  return cases;
}

async function filesOf(repository: string, folder: string): Promise<readonly string[]> {
  const told = await git(repository, ['ls-tree', '-r', 'HEAD', '--name-only', folder]);
  return told
    .toString('utf8')
    .split('\n')
    .filter(name => name !== '');
}

/** The texts of "commit:path", as far as they are there. */
async function textsOf(repository: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const told = await git(repository, ['cat-file', '--batch'], `${names.join('\n')}\n`);
  const texts = new Map<string, string>();
  let at = 0;
  for (const name of names) {
    const lineEnd = told.indexOf(0x0a, at);
    const head = told.toString('utf8', at, lineEnd);
    at = lineEnd + 1;
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(head)?.[1];
    if (size === undefined) continue;
    // Old files may be in an encoding of their time; line ends are where they are in any.
    texts.set(name, told.toString('utf8', at, at + Number(size)));
    at += Number(size) + 1;
  }
  return texts;
}

function git(repository: string, args: readonly string[], input = ''): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['-C', repository, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.on('error', reject);
    child.on('close', code =>
      code === 0
        ? resolve(Buffer.concat(parts))
        : reject(new Error(`git ${args[0]} in ${repository}: ${code}`)),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
