/** The gates of a run, or of a comparison, as JUnit XML: one case for the run itself, one for each `--assert`. */
import type { Comparison } from '../../result/compare/comparison.ts';
import { type Identity, identityOf, slug } from '../../result/compare/identity.ts';
import type { AssertResult, RunResult } from '../../result/document/schema.ts';
import type { Words } from '../../words/index.ts';
import { formatFor } from '../format.ts';
import { outcome } from '../shared/asserts.ts';
import { comparisonOutcome, comparisonVerdict } from '../shared/comparison.ts';
import { describeRun } from '../shared/describe.ts';
import { sayEnding, sayInterruption } from '../shared/sentences.ts';
import { type Case, suiteXml } from './xml-report.ts';

export function junitXml(result: RunResult, words: Words): string {
  const format = formatFor(words);
  const completed = result.ending.status === 'completed';
  return suiteXml({
    name: describeRun(result, words),
    classname: dotted('sockbench', identityOf(result)),
    startedAt: result.startedAt,
    cases: [
      {
        name: words.report.junit.run,
        problem: completed ? null : ['error', endingText(result, words)],
        seconds: Math.max(0, ...result.transports.map(({ durationSeconds }) => durationSeconds)),
      },
      ...gates(result.asserts, (assert) => outcome(assert, words, format)),
    ],
  });
}

export function comparisonJunit(comparison: Comparison, words: Words): string {
  const format = formatFor(words);
  const started = [...comparison.before, ...comparison.after].map(({ startedAt }) => startedAt).sort();
  return suiteXml({
    name: comparisonVerdict(comparison, words),
    classname: dotted('sockbench.comparison', comparison.after[0]!.identity),
    startedAt: started.at(-1) ?? '',
    cases: [
      { name: words.report.junit.compared, problem: null, seconds: 0 },
      ...gates(comparison.asserts, (assert) => comparisonOutcome(assert, words, format)),
    ],
  });
}

const dotted = (first: string, { transports, mode, target, load }: Identity): string =>
  [first, ...[transports, mode, target, load].map(slug)].join('.');

/** The same gate twice would be two cases that nothing tells apart. */
function gates(asserts: readonly AssertResult[], say: (assert: AssertResult) => string): Case[] {
  const once = new Map(asserts.map((assert) => [assert.expression.replace(/\s/g, ''), assert]));
  return Array.from(once.values(), (assert) => ({
    name: assert.expression,
    problem: assert.holds ? null : (['failure', say(assert)] as const),
    seconds: 0,
  }));
}

function endingText(result: RunResult, words: Words): string {
  if (result.ending.status === 'interrupted') return sayInterruption(result, words);
  const { message, remedy } = sayEnding(result, words);
  return remedy === null ? message : `${message} ${remedy}`;
}
