// @ts-check
// Prints what the tests print, and leaves out what VS Code says about being served.
import { format } from 'node:util';

// Each is said by a healthy served VS Code, and never about the extension under test. MARGINALIA_HOST_LOG=1 shows all.
const noise = [
  // Native modules that an install without scripts does not build. VS Code goes on without them.
  /Could not locate the bindings file/,
  /Cannot find module '[^']*build\/Release\/(watchdog|vscode-sqlite3)/,
  // The connection between window and server, which we would notice to be broken by other means.
  /^(Resolving|Resolved) connection token/,
  /^Creating a socket \(renderer-/,
  /^\[reconnection-grace-time\]/,
  // The service worker of code-server's own page, which only its own front end serves.
  /^\[Service Worker\] registration/,
  // Chat and accounts, which nobody signed in to, and the market place, which is switched off.
  /^\[(AgentHost|RemoteAgentHostProtocol|AccountPolicyGate)/,
  /^ChatSessionStore: /,
  /additional builtin extensions/,
  // A machine that is busy, and promises that are cancelled while the window closes.
  /^Creation of workbench contribution '.*' took/,
  /^Canceled: Canceled/,
];

/**
 * VS Code hands over the console of the extension host and its own log in one stream, unformatted.
 * @param {readonly unknown[]} values the arguments of one call of `console`
 * @returns {string | undefined} the text to print, or nothing
 */
export function relayed(values) {
  const text = format(...values);
  return noise.some(pattern => pattern.test(text)) ? undefined : text;
}
