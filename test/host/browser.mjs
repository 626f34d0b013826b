// @ts-check
// Finds a Chromium on this machine, or gets one.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { canInstallPackages, installPackages } from './apt.mjs';
import { isExecutable, onPath, runCommand, withoutNpm } from './command.mjs';
import { Unavailable } from './unavailable.mjs';

/** Quiet, and without a sandbox, which containers and root do not have; only our own local pages are opened. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter(folder => folder !== undefined)
    .flatMap(folder => [
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]),
];

/**
 * `$MARGINALIA_BROWSER`, then what is installed, then what Playwright has downloaded.
 * @returns {Promise<string | undefined>} the path of an executable
 * @throws {Unavailable} if `$MARGINALIA_BROWSER` is not one
 */
export async function findBrowser() {
  const chosen = process.env.MARGINALIA_BROWSER;
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new Unavailable(`MARGINALIA_BROWSER names ${chosen}, which is not a program that can be started.`);
  }
  return (
    onPath(
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      'chrome',
      'microsoft-edge',
    ) ??
    usualPlaces.find(isExecutable) ??
    (await playwrightBrowser())
  );
}

/**
 * Finds one, else installs it: from Debian's packages where that is possible, else by Playwright's own download.
 * @param {{ log?: (sentence: string) => void }} [options]
 * @returns {Promise<string>}
 * @throws {Unavailable}
 */
export async function provideBrowser({ log = console.log } = {}) {
  const found = await findBrowser();
  if (found !== undefined) return found;
  const tried = /** @type {string[]} */ ([]);
  for (const [name, get] of /** @type {const} */ ([
    ["Debian's packages", installDebian],
    ["Playwright's download", installPlaywright],
  ])) {
    log(`Getting Chromium from ${name}, once.`);
    const complaint = await get();
    const browser = complaint === undefined ? await findBrowser() : undefined;
    if (browser !== undefined) return browser;
    tried.push(`${name}: ${complaint ?? 'installed, but not found afterwards'}`);
  }
  throw new Unavailable(
    `No Chromium or Chrome here, and none could be installed (${tried.join('; ')}). Install one, or set MARGINALIA_BROWSER to its path.`,
  );
}

/**
 * @param {string} executable
 * @param {import('playwright-core').LaunchOptions} [options]
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser(executable, options = {}) {
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath: executable, args: browserFlags, ...options });
}

// Fonts, so that pictures of Chinese text are readable, and look the same wherever we had to install anything.
const fonts = ['fonts-noto-cjk', 'fonts-inter', 'fonts-dejavu-core', 'fonts-jetbrains-mono'];

/** @returns {Promise<string | undefined>} the complaint */
async function installDebian() {
  if (!(await canInstallPackages()))
    return 'this is not Debian, or nobody here may install packages without a password';
  return installPackages(['chromium', ...fonts]);
}

/** @returns {Promise<string | undefined>} the complaint */
async function installPlaywright() {
  const cli = playwrightProgram();
  if (cli === undefined) return 'playwright-core is not installed; run npm ci first';
  const { code, output } = await runCommand(process.execPath, [cli, 'install', 'chromium'], {
    env: withoutNpm(),
  });
  if (code === 0) return undefined;
  return /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.exec(output)
    ? 'its server cannot be reached'
    : output.trim().split('\n')[0];
}

function playwrightProgram() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  } catch {
    return undefined;
  }
}

async function playwrightBrowser() {
  const playwright = await import('playwright-core').catch(() => undefined);
  const path = playwright?.chromium.executablePath();
  return path !== undefined && path !== '' && isExecutable(path) ? path : undefined;
}
