/** What was done by hand during a load, as it is shown. */
import { describe, expect, it } from 'vitest';
import { changesOf } from '../../../src/present/load/by-hand.ts';
import { loadMarkdown } from '../../../src/present/load/markdown.ts';
import { loadPage } from '../../../src/present/load/page.ts';
import { handDelay } from '../../../src/present/load/series.ts';
import { loadText } from '../../../src/present/load/text.ts';
import { parseSaved } from '../../../src/result/document/codec.ts';
import type { ByHand } from '../../../src/result/document/load.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { line } from '../../experiment/load/model.ts';
import { bytes, document } from './loaded.ts';

const codel = {
  ...line,
  up: { ...line.up, aqm: 'codel' as const },
  down: { ...line.down, aqm: 'codel' as const },
};
const byHand: ByHand = {
  seconds: 12,
  impairment: line,
  events: [
    { event: 'begin', atSeconds: 2, direction: 'up' },
    { event: 'link', atSeconds: 5.25, impairment: codel },
    { event: 'begin', atSeconds: 7, direction: 'down' },
    { event: 'end', atSeconds: 9, direction: 'up' },
    { event: 'end', atSeconds: 12, direction: 'down' },
  ],
  added: {
    up: [1, 2, 3].map((toSeconds) => ({ toSeconds, p50: 1e6, p95: toSeconds * 1e7 })),
    down: [{ toSeconds: 2.5, p50: 0, p95: 0 }],
  },
  goodput: { up: [{ toSeconds: 1, bitsPerSecond: 8e6 }], down: [] },
};

describe('what was done by hand', () => {
  const held = { ...document(), byHand };

  it('stands in the text and in Markdown, with its times and what was turned', () => {
    const text = loadText(held, wordsFor('en'), { color: false, width: 80 });
    expect(text).toMatch(
      /By hand\n[\s\S]*\n {4}2 s {2}up is filled\n {2}5.3 s {2}CoDel\n {4}7 s {2}down is filled\n/,
    );
    expect(loadMarkdown(held, wordsFor('pt-BR'))).toMatch(/### À mão[\s\S]*\| 5,3 s \| CoDel \|/);
    const other = {
      ...codel,
      up: { ...codel.up, bandwidth: 5e6, ecn: true },
      down: { ...codel.down, ecn: true },
    };
    expect(changesOf(line, other, wordsFor('en'))).toEqual(['CoDel', 'ECN on', 'rate 5 Mbit/s / 10 Mbit/s']);
  });

  it('is drawn on the page, shaded by what was loaded', () => {
    const page = loadPage(held, wordsFor('en'), 'en');
    expect(page).toContain('<h2>By hand</h2>');
    for (const label of ['up, CoDel', 'both', 'down'])
      expect(page).toContain(`text-anchor="middle">${label}</text>`);
    expect(parseSaved(bytes(page), 'x')).toMatchObject({
      kind: 'load',
      document: { byHand: { seconds: 12 } },
    });
  });

  it('both directions are drawn on one axis', () => {
    expect(handDelay(byHand)).toEqual({
      xs: [1, 2, 2.5, 3],
      up: [1e7, 2e7, 2e7, 3e7],
      down: [null, null, 0, 0],
    });
  });
});
