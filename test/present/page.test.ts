/** The page in a real browser (Debian's chromium, headless). */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { comparisonPage } from '../../src/present/html/comparison-page.ts';
import { htmlPage } from '../../src/present/html/page.ts';
import { compareRuns } from '../../src/result/compare/compare.ts';
import { type Language, wordsFor } from '../../src/words/index.ts';
import { ATTACK, poisoned } from '../fixtures/poisoned.ts';
import { samples } from '../fixtures/results.ts';
import { inBrowser, noBrowser } from './browser.ts';

describe.skipIf(noBrowser)('page', () => {
  const { open, visit } = inBrowser();

  const drawnPixels = (page: Page): Promise<number[]> =>
    page.evaluate(`[...document.querySelectorAll('canvas')].map((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let drawn = 0;
      for (let at = 3; at < data.length; at += 4) if (data[at] > 0) drawn++;
      return drawn;
    })`);

  for (const [language, scheme] of [
    ['en', 'light'],
    ['pt-BR', 'dark'],
  ] as [Language, 'light' | 'dark'][]) {
    for (const [name, make] of Object.entries(samples)) {
      test(`${name}, ${language}, ${scheme}: quiet, alone, drawn`, async () => {
        const { page, problems, requests } = await visit(
          htmlPage(make(), wordsFor(language), language),
          scheme,
        );
        expect(await page.locator('h1').innerText()).not.toBe('');
        expect(await page.getAttribute('html', 'lang')).toBe(language);
        for (const drawn of await drawnPixels(page)) expect(drawn).toBeGreaterThan(1000);
        expect(problems).toEqual([]);
        expect(requests).toHaveLength(1);
      });
    }
  }

  test('the lab shows every kind of picture', async () => {
    const { page } = await visit(htmlPage(samples.compareLab(), wordsFor('en'), 'en'), 'light');
    expect(await page.locator('canvas').count()).toBe(4);
    expect(await page.locator('.strip svg[role=img]').count()).toBe(2);
    expect(await page.locator('.sequence').count()).toBe(2);
    expect(await page.locator('.sequence .gone').count()).toBeGreaterThan(0);
    expect(await page.locator('.sequence text.again').count()).toBeGreaterThan(0);
    expect(await page.locator('.bar').count()).toBeGreaterThan(2);
    expect(await page.locator('h1').innerText()).toMatch(/TCP delivered every probe; UDP lost \d+ of 1,000/);
  });

  test.each(['en', 'pt-BR'] as const)('in %s no label of the packets is cut off', async (language) => {
    const { page } = await visit(htmlPage(samples.compareLab(), wordsFor(language), language), 'light');
    const beyond = await page.evaluate(`[...document.querySelectorAll('.sequence svg')].flatMap((svg) => {
      const { width } = svg.viewBox.baseVal;
      return [...svg.querySelectorAll('text')]
        .map((text) => text.getBBox())
        .filter(({ x, width: own }) => x < 0 || x + own > width);
    }).length`);
    expect(beyond).toBe(0);
  });

  test.each(['compareLab', 'udpLossy', 'failed'] as const)(
    '%s on a phone: nothing sticks out, words can be read',
    async (name) => {
      const { page, close } = await open(htmlPage(samples[name](), wordsFor('pt-BR'), 'pt-BR'), 'light');
      await page.setViewportSize({ width: 400, height: 900 });
      // The charts follow the size of their places a moment later.
      await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(400);
      const smallest = await page.evaluate(`Math.min(...[...document.querySelectorAll('svg text')]
      .map((text) => text.getBoundingClientRect().height).filter((height) => height > 0))`);
      // The height of a line: letters are some four fifths of it.
      expect(smallest).toBeGreaterThan(10);
      await close();
    },
  );

  test('what an enemy wrote into a result runs nothing and asks for nothing', async () => {
    const result = poisoned('compare-lab.json');
    const runs = [{ file: ATTACK, result }];
    for (const html of [
      htmlPage(result, wordsFor('en'), 'en'),
      comparisonPage(compareRuns(runs, runs), runs, runs, wordsFor('en'), 'en'),
    ]) {
      const { page, problems, requests, close } = await open(html, 'light');
      const dialogs: string[] = [];
      page.on('dialog', (dialog) => dialogs.push(dialog.message()));
      await page.locator('h1').waitFor();
      expect(await page.locator('img').count()).toBe(0);
      expect({ dialogs, problems, requests: requests.length }).toEqual({
        dialogs: [],
        problems: [],
        requests: 1,
      });
      await close();
    }
  });

  test('keys move the cursor, read values aloud, zoom and show everything again', async () => {
    const { page } = await visit(htmlPage(samples.compareLab(), wordsFor('en'), 'en'), 'light');
    const chart = page.locator('#latency .live');
    const reading = page.locator('#latency .reading');
    await chart.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => reading.innerText()).toMatch(/^1 s: TCP p50 .* ms · TCP p99/);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => reading.innerText()).toMatch(/^2 s: /);
    await page.keyboard.press('End');
    await expect.poll(() => reading.innerText()).toMatch(/^10 s: /);
    await page.keyboard.press('Home');
    await expect.poll(() => reading.innerText()).toMatch(/^1 s: /);
    const before = await drawnPixels(page);
    await page.keyboard.press('+');
    await expect.poll(async () => (await drawnPixels(page))[0]).not.toBe(before[0]);
    await page.keyboard.press('Escape');
    expect(await reading.getAttribute('aria-live')).toBe('polite');
  });

  test('the theme can be changed by hand, and text keeps a contrast of 4.5 in both', async () => {
    const { page, problems, close } = await open(
      htmlPage(samples.compareLab(), wordsFor('en'), 'en'),
      'light',
    );
    for (const theme of ['light', 'dark']) {
      if (theme === 'dark') await page.click('#theme');
      const contrasts = (await page.evaluate(CONTRASTS)) as Record<string, number>;
      for (const [selector, ratio] of Object.entries(contrasts))
        expect(ratio, `${theme} ${selector}`).toBeGreaterThan(4.5);
    }
    expect(problems).toEqual([]);
    await close();
  });

  test('without scripts the still pictures remain; on paper too', async () => {
    const { page, close } = await open(htmlPage(samples.compareLab(), wordsFor('en'), 'en'), 'light', false);
    expect(await page.locator('#latency .still svg').isVisible()).toBe(true);
    expect(await page.locator('#latency .still path.line').count()).toBe(6);
    await close();
    const printed = await open(htmlPage(samples.compareLab(), wordsFor('en'), 'en'), 'dark');
    await printed.page.emulateMedia({ media: 'print' });
    expect(await printed.page.locator('#latency .still svg').isVisible()).toBe(true);
    expect(await printed.page.locator('#latency .live').isVisible()).toBe(false);
    const pdf = await printed.page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(20_000);
    await printed.close();
  });

  test('the data in the page is the result', async () => {
    const result = samples.udpLossy();
    const { page } = await visit(htmlPage(result, wordsFor('en'), 'en'), 'light');
    const download = page.waitForEvent('download');
    await page.click('#download');
    const stream = await (await download).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    expect(JSON.parse(Buffer.concat(chunks).toString())).toEqual(JSON.parse(JSON.stringify(result)));
  });

  test('100,000 intervals: the page opens, draws and answers keys', async () => {
    const result = samples.udpLossy();
    const row = result.transports[0]!.intervals[0]!;
    const intervals = Array.from({ length: 100_000 }, (_, at) => ({
      ...row,
      startSeconds: at,
      endSeconds: at + 1,
      p99: 1e6 + ((at * 7919) % 1000) * 1e3,
    }));
    const many = {
      ...result,
      transports: result.transports.map((transport) => ({ ...transport, intervals })),
    };
    const html = htmlPage(many, wordsFor('en'), 'en');
    const stills = html.match(/<div class="still">[\s\S]*?<\/div>/g)!;
    for (const still of stills) expect(still.length).toBeLessThan(300_000);
    const { page, problems } = await visit(html, 'light');
    await page.locator('#latency .live').focus();
    await page.keyboard.press('End');
    await expect.poll(() => page.locator('#latency .reading').innerText()).toMatch(/^100,000 s: /);
    expect(problems).toEqual([]);
  });

  test('a comparison of runs', async () => {
    const run = { file: 'a.json', result: samples.udpLossy() };
    const comparison = compareRuns([run], [run]);
    const html = comparisonPage(comparison, [run], [run], wordsFor('en'), 'en');
    const { page, problems, requests } = await visit(html, 'light');
    expect(await page.locator('h1').innerText()).toMatch(/cannot be judged/);
    for (const drawn of await drawnPixels(page)) expect(drawn).toBeGreaterThan(1000);
    expect(problems).toEqual([]);
    expect(requests).toHaveLength(1);
  });
});

/** Contrast (WCAG 2.1) of text against the nearest painted background, for one element of each kind. */
const CONTRASTS = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = {};
  for (const selector of ['h1', '.more', '.asked', '.card.tcp h2', '.card.udp h2', 'dt', 'dd', 'h3', '.legend li', 'summary', 'td', 'svg text', 'svg text.tick', '.sequence text.gone', '.sequence text.again', 'button']) {
    const node = document.querySelector(selector);
    if (!node) continue;
    const style = getComputedStyle(node);
    const text = channels(node instanceof SVGElement ? style.fill : style.color);
    const [a, b] = [luminance(text), luminance(behind(node))];
    found[selector] = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
  return found;
})()`;
