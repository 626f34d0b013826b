// How much is said of each piece.
export type Depth = 'brief' | 'steps' | 'closer';

/** The most sentences of one step. */
export const sentencesOf: Readonly<Record<Depth, number>> = { brief: 1, steps: 2, closer: 3 };
