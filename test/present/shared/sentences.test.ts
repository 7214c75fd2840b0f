import { expect, it } from 'vitest';
import { warningsOf } from '../../../src/present/shared/sentences.ts';
import type { RunResult, Warning } from '../../../src/result/document/schema.ts';
import { warning } from '../../../src/run/client/assemble/warnings.ts';
import { wordsFor } from '../../../src/words/index.ts';

const resultOf = (warnings: Readonly<Record<string, readonly Warning[]>>): RunResult =>
  ({
    transports: Object.entries(warnings).map(([transport, own]) => ({
      transport,
      quality: { warnings: own },
    })),
  }) as unknown as RunResult;

const few = warning('few-samples', {});
const cut = (count: number): Warning => warning('cut-short', { count });
const said = (result: RunResult): string[] =>
  warningsOf(result, wordsFor('en')).map(({ message }) => message);

it('a warning about every transport is said once', () => {
  expect(said(resultOf({ tcp: [few], udp: [few] }))).toEqual([few.message]);
  expect(said(resultOf({ udp: [few, cut(3)] }))).toEqual([few.message, cut(3).message]);
});

it('a warning about one of two names it', () => {
  expect(said(resultOf({ tcp: [few, cut(3)], udp: [few, cut(4)] }))).toEqual([
    few.message,
    `TCP: ${cut(3).message}`,
    `UDP: ${cut(4).message}`,
  ]);
});

it('in the language of the reader', () => {
  const [first] = warningsOf(resultOf({ tcp: [], udp: [cut(2)] }), wordsFor('pt-BR'));
  expect(first!.message).toMatch(/^UDP: Quando a espera acabou, 2 sondas/);
});
