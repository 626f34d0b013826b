/** A sentence without its full stops: somebody's words after ours, which we end ourselves. */
export function withoutFullStop(words: string): string {
  let end = words.length;
  while (end > 0 && '.。'.includes(words[end - 1] ?? ' ')) end -= 1;
  return words.slice(0, end);
}
