/** Debian's chromium, headless: pages opened from files, and what they say and ask for meanwhile. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

const EXECUTABLE = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
export const noBrowser = EXECUTABLE === undefined;
if (noBrowser) console.log('skipped: the page is not tested, because no chromium is installed');

const QUIET = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** One browser for the tests of a suite. */
export function inBrowser() {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sockbench-page-'));
    browser = await chromium.launch({ executablePath: EXECUTABLE!, args: QUIET });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page and fails on anything it says on the console, or asks of the network. */
  async function open(html: string, colorScheme: 'light' | 'dark', javaScriptEnabled = true) {
    const file = join(folder, 'page.html');
    writeFileSync(file, html);
    const context = await browser.newContext({
      colorScheme,
      javaScriptEnabled,
      viewport: { width: 1280, height: 900 },
    });
    const page = await context.newPage();
    const problems: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, problems, requests, close: () => context.close() };
  }
  return { open };
}
