/** What is said first: when nothing came, where and why, which gate failed, what was never delivered. */
import { expect, test } from 'vitest';
import { verdict } from '../../../src/present/html/verdict.ts';
import { headlines } from '../../../src/present/shared/headline.ts';
import { summaryText } from '../../../src/present/text/summary.ts';
import type { Outage, TransportResult } from '../../../src/result/document/schema.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { runResult, samples } from '../../fixtures/results.ts';
import { transportResult } from '../../fixtures/transport.ts';

const outage = (change: Partial<Outage> = {}): Outage => ({
  startSeconds: 2.2,
  endSeconds: 5.3,
  direction: 'down',
  cause: 'silence',
  ...change,
});
const said = (
  outages: Outage[],
  mode: TransportResult['mode'] = 'echo',
  language: 'en' | 'pt-BR' = 'en',
): string[] => {
  const one = { ...transportResult({ transport: 'udp' }), mode, outages };
  return [...headlines(runResult([one]), wordsFor(language)).outages];
};

test.each([
  ['echo', {}, "From 2.2 to 5.3 s nothing came back: the server's answers did not arrive."],
  [
    'echo',
    { direction: 'up' },
    'From 2.2 to 5.3 s nothing came back: what was sent did not reach the server.',
  ],
  ['echo', { direction: null }, 'From 2.2 to 5.3 s nothing came back: the server did not answer.'],
  ['echo', { cause: 'ownLink' }, "From 2.2 to 5.3 s nothing came back: this machine's link was down."],
  [
    'echo',
    { cause: 'ownLink', missing: 'route' },
    'From 2.2 to 5.3 s nothing came back: this machine had no route there, or no address to send from.',
  ],
  ['up', { direction: 'up' }, 'From 2.2 to 5.3 s nothing arrived at the server: nobody tells why.'],
  ['down', {}, 'From 2.2 to 5.3 s nothing arrived here: nobody tells why.'],
  [
    'both',
    { direction: 'up', cause: 'peerEnded' },
    'From 2.2 to 5.3 s nothing arrived at the server: the other end had gone.',
  ],
  [
    'echo',
    { endSeconds: 2.45 },
    "From 2.2 to 2.45 s nothing came back: the server's answers did not arrive.",
  ],
] as const)('%s %o', (mode, change, sentence) => {
  expect(said([outage(change)], mode)).toEqual([sentence]);
});

test('where nobody knows what the server heard, nobody tells why', () => {
  const udp = {
    ...transportResult({ transport: 'udp', plainEcho: true }),
    outages: [outage({ direction: null })],
  };
  const closed = { ...transportResult({ transport: 'tcp', closed: true }), outages: udp.outages };
  for (const one of [udp, closed])
    expect(headlines(runResult([one]), wordsFor('en')).outages).toEqual([
      'From 2.2 to 5.3 s nothing came back: nobody tells why.',
    ]);
});

test('in the language of the reader', () => {
  expect(said([outage({ cause: 'ownStop' })], 'echo', 'pt-BR')).toEqual([
    'De 2,2 a 5,3 s nada voltou: este programa ficou parado.',
  ]);
});

test('of many the longest, with how many there were and how long in all', () => {
  const many = [1, 2, 3, 4].map((k) => outage({ startSeconds: k * 10, endSeconds: k * 10 + k }));
  expect(said(many)).toEqual([
    "4 times nothing came back, 10 s in all. From 40 to 44 s nothing came back: the server's answers did not arrive.",
  ]);
});

test('a cable that was out is right below the trust, with the gate that did not hold', () => {
  const result = samples.cableOut();
  const lines = summaryText(result, wordsFor('en'), { color: false, width: 100 }).split('\n');
  expect(lines.slice(1, 4)).toEqual([
    "! From 2.2 to 5.3 s nothing came back: this machine's link was down.",
    '✖ loss<0.1%: does not hold (measured 31.1 %, undelivered)',
    '✖ outages=0: does not hold (measured 1)',
  ]);
  const page = verdict(result, wordsFor('en'));
  expect(page[0]).toBe(lines[1]!.slice(2));
  expect(page[1]).toMatch(/^3,106 of 10,000 probes that were due were never delivered \(31\.1 %\)/);
});

test('of two transports the worse is called what it is, and no loss is claimed for what never left', () => {
  const tcp = transportResult({ transport: 'tcp' });
  const udp = transportResult({ transport: 'udp', refused: [1, 3] });
  const page = verdict(runResult([tcp, udp]), wordsFor('en')).join(' ');
  expect(page).toContain('UDP: 2,000 of 10,000 probes that were due were never delivered (20 %)');
  expect(page).toContain('TCP lost 0 %; UDP left 20 % undelivered.');
  expect(page).not.toContain('did not lose');
});

test('a good day says nothing', () => {
  const udp = transportResult({ transport: 'udp', lossUp: 0.02 });
  expect(headlines(runResult([udp]), wordsFor('en'))).toEqual({ outages: [], undelivered: [] });
});
