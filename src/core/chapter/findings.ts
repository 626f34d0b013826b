// From what is wrong in a chapter's files to what the reader is told.
import * as v from 'valibot';
import type { Fault, Finding } from '../base/finding';
import type { Problem } from '../base/problem';
import type { JsonPath } from './json';

/** All is shown nevertheless: what these name was mended, or only the author misses something. */
const lesser: ReadonlySet<Fault['code']> = new Set([
  'not-utf8',
  'repeated-property',
  'unknown-need',
  'too-many-needs',
  'circle',
  'unknown-figure',
  'untranslated',
  'unknown-source',
  'unknown-target',
  'unlisted-region',
] as const);

export function severityOf({ code }: Fault): Finding['severity'] {
  return lesser.has(code) ? 'warning' : 'error';
}

/** What a schema says is wrong, and the way to it. Our own patterns are told by their words, not by their signs. */
export function wrongValue(issue: v.BaseIssue<unknown>) {
  const path: JsonPath = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  const at = v.getDotPath(issue) ?? '';
  const expected = issue.type === 'regex' ? issue.message : (issue.expected ?? issue.message);
  const given = issue.received.slice(0, longestGiven);
  return { fault: { code: 'wrong-value', at, expected, given } as const, path };
}

const longestGiven = 60;

/** What the reader is told of them, each thing once. */
export function problemsOf(findings: readonly Finding[]): readonly Problem[] {
  // What is not translated says so where it stands.
  const told = findings.filter(({ code }) => code !== 'untranslated');
  const problems = told.map(problemOf);
  return [...new Map(problems.map(problem => [JSON.stringify(problem), problem])).values()];
}

/** What the reader can do something about has a code of its own; all else is the author's to mend. */
function problemOf(finding: Finding): Problem {
  switch (finding.code) {
    case 'no-text':
    case 'unknown-target':
      return { code: 'unknown-passage', passage: finding.passage };
    case 'missing-file':
      return { code: 'missing-code', file: finding.missing };
    case 'missing-region':
      return { code: 'missing-code', file: finding.missing, region: finding.region };
    default:
      return { code: 'broken-chapter', path: finding.file, finding };
  }
}
