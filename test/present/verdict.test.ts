/** The sentences above a page say what the figures say, and no more. */
import { expect, test } from 'vitest';
import { verdict } from '../../src/present/html/verdict.ts';
import { wordsFor } from '../../src/words/index.ts';
import { runResult } from '../fixtures/results.ts';
import { transportResult } from '../fixtures/transport.ts';

const say = (segments: number, lossUp: number, language: 'en' | 'pt-BR' = 'en'): string => {
  const tcp = transportResult({ transport: 'tcp', rate: 100, seconds: 5 });
  const udp = transportResult({ transport: 'udp', rate: 100, seconds: 5, lossUp });
  return verdict(
    runResult([{ ...tcp, tcp: { ...tcp.tcp!, retransmits: segments } }, udp]),
    wordsFor(language),
  ).join(' ');
};

test('segments sent again are blamed on a loss only where something shows a loss', () => {
  expect(say(7, 0.05)).toContain(
    'TCP sent 7 segments again, and what came after a lost one had to wait for it.',
  );
  expect(say(1, 0.05)).toContain('TCP sent one segment again, and what came after it had to wait.');
  expect(say(7, 0)).toMatch(/TCP sent 7 segments again\. One answer/);
  expect(say(1, 0)).toMatch(/TCP sent one segment again\. One answer/);
  expect(say(1, 0, 'pt-BR')).toMatch(/O TCP retransmitiu um segmento\. Uma resposta/);
  expect(say(0, 0)).not.toContain('again');
});
