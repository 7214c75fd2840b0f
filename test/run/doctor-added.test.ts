import { expect, test } from 'vitest';
import type { RunResult } from '../../src/result/document/schema.ts';
import { addedFinding } from '../../src/run/doctor/added.ts';
import { wordsFor } from '../../src/words/index.ts';
import { samples } from '../fixtures/results.ts';

const MS = 1e6;

function found(stall: { count: number; total: number; longest: number }, lag: number) {
  const result = samples.plainEcho();
  const [one] = result.transports;
  const sendLag = { ...one!.latency.sendLag!, p99: lag };
  const transport = {
    ...one!,
    stalls: { client: stall, server: null },
    latency: { ...one!.latency, sendLag },
  };
  return addedFinding({ ...result, transports: [transport] } as RunResult);
}

test('a quiet machine adds nothing worth a word', () => {
  const finding = found({ count: 0, total: 0, longest: 0 }, 0.08 * MS);
  expect(finding).toMatchObject({ status: 'good', details: { stalls: 0, lagNs: 80_000 } });
  expect(wordsFor('en').doctor.findings.added(finding.details).value).toMatch(/^no stall in 10 s; /);
});

test('stalls limit by their share, by the longest, and so does lateness', () => {
  expect(found({ count: 1, total: 9 * MS, longest: 9 * MS }, 0).status).toBe('good');
  expect(found({ count: 1, total: 11 * MS, longest: 11 * MS }, 0).status).toBe('limited');
  expect(found({ count: 40, total: 60 * MS, longest: 2 * MS }, 0).status).toBe('limited');
  expect(found({ count: 0, total: 0, longest: 0 }, 1.5 * MS).status).toBe('limited');
});

test('a run that could not be made says why', () => {
  const failed = { ...samples.plainEcho(), transports: [], ending: { status: 'failed', message: 'No.' } };
  const finding = addedFinding(failed as RunResult);
  expect(finding.details).toEqual({ reason: 'No.' });
  for (const language of ['en', 'pt-BR'] as const)
    expect(wordsFor(language).doctor.findings.added(finding.details).value).toContain('No.');
});
