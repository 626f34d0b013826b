// A number with its noun, in English: "1 model", "2 models".

/** `shown`: the number as it is written, where that is not its plain digits. */
export function counted(count: number, noun: string, shown = String(count)): string {
  return `${shown} ${noun}${count === 1 ? '' : 's'}`;
}
