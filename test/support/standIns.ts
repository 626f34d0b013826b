// Where a test looks for model servers that must not meet those of the machine that it runs on.
import type { StandIns } from '../../src/core/ports';

/** Nobody is at the usual ports: a server on port 1 would be a very old one. */
export const nobody: StandIns = Object.fromEntries(
  [11434, 8080, 9931, 1234, 8000, 1337, 5001].map(port => [port, 1]),
);
