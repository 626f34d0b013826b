// @ts-check
// The user settings of a VS Code that we start: quiet, so that what is seen is Marginalia.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** @typedef {Readonly<Record<string, unknown>>} Settings */

/** No welcome page, no chat panel, no tips, no updates, no questions about trust or parent repositories. @type {Settings} */
export const calmSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.commandCenter.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.ignoreRecommendations': true,
  'extensions.autoUpdate': false,
  'git.openRepositoryInParentFolders': 'never',
};

/** One theme of each kind, by the name that `workbench.colorTheme` knows in both pinned versions. */
export const themes = /** @type {const} */ ({
  'vs-dark': 'Default Dark Modern',
  vs: 'Default Light Modern',
  'hc-black': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
});

/** @typedef {keyof typeof themes} ThemeKind as the class of the workbench element, and of a webview's body, tells it */

/**
 * Adds to the settings file, which desktop and served VS Code keep in the same place. An open window may not notice
 * (the served VS Code has no working file watcher for it): reload the window afterwards.
 * @param {string} userDataDir
 * @param {Settings} changes
 */
export async function changeSettings(userDataDir, changes) {
  const file = join(userDataDir, 'User', 'settings.json');
  const before = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ ...before, ...changes }, undefined, 2));
}
