// The port of a tracer on a real machine: the command that is shown is the command that is run.
import type { Tracer } from '../../core/ports';
import { usualLimits } from '../../core/trace/limits';
import { traceFaultText } from '../../core/wording/traceText';
import { type TraceMachine, traceCommand } from './command';
import { runTraced } from './runTraced';

/** `tools`: the folder of the tracers and the keeper. */
export function nodeTracer(tools: string, limits = usualLimits): Tracer {
  const machine: TraceMachine = {
    tools,
    env: process.env,
    platform: process.platform,
    node: process.execPath,
  };
  return {
    plan({ language, path, text, call }) {
      const made = traceCommand({ language, file: path, text, call, roots: [], limits }, machine);
      if (!made.ok) return { ok: false, why: traceFaultText(made.fault) };
      const { command } = made;
      return {
        ok: true,
        value: {
          command: [command.command, ...command.args],
          folder: command.cwd,
          timeMs: limits.timeMs,
          memoryBytes: limits.memoryBytes,
          async run(onTold, signal) {
            const listener = { onEvents: (_: unknown, lines: string) => onTold(lines) };
            await runTraced(command, limits, machine, listener, signal);
          },
        },
      };
    },
  };
}
