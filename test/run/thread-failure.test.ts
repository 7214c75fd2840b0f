import { expect, test } from 'vitest';
import { failureOf } from '../../src/run/thread-failure.ts';
import { wordsFor } from '../../src/words/index.ts';

const reason = "Error: EMFILE: too many open files, open '/x.js'";

test.each(['internal', 'worker-died', 'server-start', 'lab-failed'] as const)(
  '%s for want of files is no mistake of ours',
  (code) => {
    const error = failureOf(code, 'generate', { reason });
    expect(error.code).toBe('few-files');
    for (const language of ['en', 'pt-BR'] as const)
      expect(error.say(wordsFor(language))).toContain('ulimit -n');
  },
);

test('every other failure keeps its name', () => {
  expect(failureOf('worker-died', 'generate', { reason: 'exit 1' }).code).toBe('worker-died');
  expect(failureOf('not-writable', 'save', { reason }).code).toBe('not-writable');
});
