// The marks around thoughts and around the answer that were seen in models' texts, and how one is found in a text that
// is still growing. They are compared without regard to case.

/** One kind of bracket around thoughts. */
interface Bracket {
  readonly opener: string;
  readonly closer: string;
}

const tagNames = ['think', 'thinking', 'thought', 'thoughts', 'reasoning', 'seed:think'];

export const brackets: readonly Bracket[] = [
  ...tagNames.map(name => ({ opener: `<${name}>`, closer: `</${name}>` })),
  // Gemma 4, told by its tokenizer's `soc_token` and `eoc_token`.
  { opener: '<|channel>thought', closer: '<channel|>' },
  // Magistral and Kimi.
  { opener: '[think]', closer: '[/think]' },
  { opener: '◁think▷', closer: '◁/think▷' },
  // Command R and A of Cohere.
  { opener: '<|start_thinking|>', closer: '<|end_thinking|>' },
  // Open thoughts, and models that were taught by them.
  { opener: '<|begin_of_thought|>', closer: '<|end_of_thought|>' },
];

/** gpt-oss's Harmony format: a channel's name stands between these two, its content up to an end marker. */
export const channelOpener = '<|channel|>';
export const channelName = '<|message|>';
export const channelEnds = ['<|end|>', '<|return|>', '<|call|>'];
/** Between the messages of one answer, e.g. `<|start|>assistant<|channel|>final<|message|>`. */
const channelStart = '<|start|>';
export const channelHeads = [channelOpener, channelStart];
/** `analysis` holds thoughts; `commentary` is what the model says before it calls a tool. */
export const finalChannel = 'final';

/** Granite writes sentences where others have tags. */
const sentences = (what: string): readonly string[] => [`here is my ${what}:`, `here's my ${what}:`];
export const openingSentences = sentences('thought process');
export const sentenceClosers = sentences('response');

/** Around the answer itself: the first is left out where it begins the answer, and then the second. */
export const wrappers: ReadonlyMap<string, string> = new Map([
  ['<answer>', '</answer>'],
  ['<final_answer>', '</final_answer>'],
  ['<|start_response|>', '<|end_response|>'],
  ['<|start_text|>', '<|end_text|>'],
  ['<|begin_of_solution|>', '<|end_of_solution|>'],
  // GLM's box around what counts.
  ['<|begin_of_box|>', '<|end_of_box|>'],
]);

export const openers = brackets.map(bracket => bracket.opener);
export const closers = brackets.map(bracket => bracket.closer);
const tags = new Set([...openers, ...closers, ...wrappers.keys(), ...wrappers.values()]);
export const isTag = (marker: string): boolean => tags.has(marker);
/** Everything that means something in the answer. */
export const answerMarkers = [...tags, ...channelHeads, ...channelEnds];
const longestMarker = Math.max(...[...answerMarkers, ...openingSentences].map(marker => marker.length));

/** What stands second in any marker: most of what looks like one does not get further. */
const secondSigns = new Set(
  [...answerMarkers, ...openingSentences, ...sentenceClosers]
    .flatMap(marker => [marker.charAt(1), marker.charAt(1).toUpperCase()])
    .map(sign => sign.charCodeAt(0)),
);

/** Finds, one after the other, what a marker can begin with, and what decides whether one is meant literally. */
export function firstSign(markers: readonly string[]): RegExp {
  return markers === sentenceClosers ? signOrSentence : sign;
}
const sign = /[<[◁`~\n]/g;
const signOrSentence = /[h`~\n]/gi;

/**
 * The marker at this place of the text; 'perhaps' where the text ends before that can be told. A longer
 * marker is not waited for when a shorter one is complete: none is the beginning of another.
 */
export function markerAt(
  text: string,
  at: number,
  markers: readonly string[],
): string | 'perhaps' | undefined {
  if (at + 1 < text.length && !secondSigns.has(text.charCodeAt(at + 1))) return undefined;
  const here = text.slice(at, at + longestMarker).toLowerCase();
  let isPartial = false;
  for (const marker of markers) {
    if (here.startsWith(marker)) return marker;
    isPartial ||= here.length < marker.length && marker.startsWith(here);
  }
  return isPartial ? 'perhaps' : undefined;
}
