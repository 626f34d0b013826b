// The package has no types of its own.
declare module 'commonmark-spec' {
  /** With a visible arrow where a tab is meant. */
  export const tests: readonly { readonly markdown: string; readonly number: number }[];
}
