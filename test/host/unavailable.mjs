// @ts-check
// What cannot be had on this machine, said in one sentence that the reader can act on.

/** An expected failure. Whoever catches it prints the message alone: a stack would only hide the sentence. */
export class Unavailable extends Error {}
