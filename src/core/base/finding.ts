// What is wrong in a chapter's files: a closed union of codes with their data, and where it is. The sentences
// are in core/wording/findingText.ts, once; the panel shows a finding as a problem, the editor as a diagnostic.

/** Lines and columns count from 1, as editors show them; the end is behind the last character. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type Fault =
  // of a file
  | { readonly code: 'not-there' }
  | { readonly code: 'unreadable'; readonly detail: string }
  | { readonly code: 'not-a-file'; readonly kind: 'folder' | 'link' | 'other' }
  | { readonly code: 'too-large'; readonly bytes: number; readonly limitBytes: number }
  /** The files of the chapter together; this one and those that follow were not read. */
  | { readonly code: 'chapter-too-large'; readonly limitBytes: number }
  | { readonly code: 'not-utf8' }
  // of its form
  | { readonly code: 'not-json' }
  | { readonly code: 'too-deep'; readonly limit: number }
  | { readonly code: 'repeated-property'; readonly name: string }
  /** `at`: "concepts.0.title"; empty for the whole. `expected` and `given` are words of the schema. */
  | { readonly code: 'wrong-value'; readonly at: string; readonly expected: string; readonly given: string }
  // of what it says
  | { readonly code: 'repeated'; readonly kind: FindingKind; readonly id: string }
  | { readonly code: 'too-many'; readonly kind: FindingKind; readonly limit: number }
  | { readonly code: 'too-long'; readonly passage: string; readonly limit: number }
  | { readonly code: 'no-text'; readonly passage: string }
  | { readonly code: 'missing-file'; readonly missing: string }
  | { readonly code: 'missing-region'; readonly missing: string; readonly region: string }
  | { readonly code: 'unlisted-region'; readonly passage: string; readonly region: string }
  | { readonly code: 'unknown-need'; readonly concept: string; readonly need: string }
  | {
      readonly code: 'too-many-needs';
      readonly concept: string;
      readonly count: number;
      readonly limit: number;
    }
  /** Each needs the next; a long circle is shortened in its middle by "…". */
  | { readonly code: 'circle'; readonly concepts: readonly string[] }
  | { readonly code: 'unknown-figure'; readonly figure: string }
  /** `what` is a passage, or the way to a text of the manifest: "concepts.0.thesis". */
  | { readonly code: 'untranslated'; readonly what: string; readonly language: string }
  | { readonly code: 'unknown-source'; readonly source: string }
  | { readonly code: 'unknown-target'; readonly passage: string };

export type FindingKind = 'concept' | 'passage' | 'code region' | 'annotation' | 'source' | 'prompt';

export type Finding = Fault & {
  /** From the chapter's folder: "en/moon.md". */
  readonly file: string;
  /** Missing where the whole file is meant. */
  readonly range?: TextRange;
  /** `error`: something of the chapter is not shown. `warning`: all is shown, but not as it was meant. */
  readonly severity: 'error' | 'warning';
};
