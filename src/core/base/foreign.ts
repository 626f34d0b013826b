// Words of others inside sentences of ours: a name, a title, a model's own word. Controls of writing direction in them
// must not turn our words round, nor hide what stands there.

/** Opens or closes a direction over what follows: embeddings, overrides, isolates. */
const directing = /[\u202a-\u202e\u2066-\u2069]/g;

/** All that steers direction, marks included, and the two that end a line for some and not for others. */
const steering = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** Has letters that are written from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * The text as it may stand in a line of ours. Where it holds anything that could reach beyond it, it stands between a
 * first strong isolate and its end; what would break out of that is written as its code point. Other text is unchanged.
 */
export function isolated(text: string): string {
  if (!steering.test(text) && !rightToLeft.test(text)) return text;
  return `\u2068${text.replace(directing, pointOf).replace(/[\u2028\u2029]/g, ' ')}\u2069`;
}

/** "[U+202E]". */
function pointOf(character: string): string {
  return `[${pointName(character)}]`;
}

/** "U+202E". */
export function pointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Characters that are not seen and change how code reads: they steer direction, join, or take no room. */
const unseenInCode =
  /((?![\t\n\r])[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}])/u;

/** The text cut at each such character, which stands alone: odd places hold one, even ones text, maybe empty. */
export function cutAtUnseen(text: string): readonly string[] {
  return unseenInCode.test(text) ? text.split(unseenInCode) : [text];
}
