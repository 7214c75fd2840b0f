/** Debian's chromium, headless: pages opened from files, and what they say and ask for meanwhile. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
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

  const pages = new Map<string, Page>();

  async function newPage(colorScheme: 'light' | 'dark', javaScriptEnabled = true): Promise<Page> {
    const viewport = { width: 1280, height: 900 };
    const context = await browser.newContext({ colorScheme, javaScriptEnabled, viewport });
    return context.newPage();
  }

  /** What a page says on the console, and asks of the network, once it shows a file. */
  async function shown(page: Page, html: string) {
    const file = join(folder, 'page.html');
    writeFileSync(file, html);
    const problems: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, problems, requests };
  }

  /** In a context of its own. */
  async function open(html: string, colorScheme: 'light' | 'dark', javaScriptEnabled = true) {
    const page = await newPage(colorScheme, javaScriptEnabled);
    return { ...(await shown(page, html)), close: () => page.context().close() };
  }

  /** In a page that others had before, opened anew: for whoever changes nothing that outlives the document. */
  async function visit(html: string, colorScheme: 'light' | 'dark') {
    const page = pages.get(colorScheme) ?? (await newPage(colorScheme));
    pages.set(colorScheme, page);
    page.removeAllListeners();
    return shown(page, html);
  }
  return { open, visit };
}
