// @ts-check
// Reads the part of desktop VS Code's command line that tests use.
import { parseArgs } from 'node:util';
import { Unavailable } from './unavailable.mjs';

/**
 * @typedef {object} DesktopArguments
 * @property {string} extensionDevelopmentPath
 * @property {string} extensionTestsPath
 * @property {string | undefined} target the folder or `.code-workspace` file to open
 * @property {string | undefined} userDataDir
 * @property {string | undefined} extensionsDir
 * @property {boolean} disableExtensions
 */

const text = /** @type {const} */ ({ type: 'string' });
const switched = /** @type {const} */ ({ type: 'boolean' });

/**
 * Switches that only matter to a desktop window (`--disable-gpu-sandbox` …) are passed over.
 * @param {readonly string[]} argv
 * @returns {DesktopArguments}
 * @throws {Unavailable}
 */
export function readDesktopArguments(argv) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { ...text, multiple: true },
      extensionTestsPath: text,
      'user-data-dir': text,
      'extensions-dir': text,
      'disable-extensions': switched,
    },
  });
  // The payload of a window's address is a map, so the served VS Code takes one of these only.
  const developed = [values.extensionDevelopmentPath ?? []].flat().map(String);
  const [extensionDevelopmentPath] = developed;
  const extensionTestsPath = optional(values.extensionTestsPath);
  if (extensionDevelopmentPath === undefined || developed.length > 1 || extensionTestsPath === undefined) {
    throw new Unavailable(
      'The served VS Code runs tests: it needs one --extensionDevelopmentPath and one --extensionTestsPath.',
    );
  }
  return {
    extensionDevelopmentPath,
    extensionTestsPath,
    target: positionals[0],
    userDataDir: optional(values['user-data-dir']),
    extensionsDir: optional(values['extensions-dir']),
    disableExtensions: values['disable-extensions'] === true,
  };
}

/** @param {unknown} value */
function optional(value) {
  return typeof value === 'string' ? value : undefined;
}
