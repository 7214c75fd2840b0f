/** The gates of a run as JUnit XML: one test case for the run itself, one for each `--assert`. */
import type { RunResult } from '../result/schema.ts';
import type { Words } from '../words/index.ts';
import { outcome } from './asserts.ts';
import { describeRun } from './describe.ts';
import { formatFor } from './format.ts';
import { safeText } from './safe-text.ts';
import { sayEnding } from './sentences.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escapeXml = (text: string): string => safeText(text).replace(/[&<>"']/g, (found) => ENTITIES[found]!);

export function junitXml(result: RunResult, words: Words): string {
  const format = formatFor(words);
  const ran = result.ending.status === 'completed';
  const failures = result.asserts.filter(({ holds }) => !holds).length;
  const seconds = Math.max(0, ...result.transports.map(({ durationSeconds }) => durationSeconds));
  const counts = `tests="${result.asserts.length + 1}" failures="${failures}" errors="${ran ? 0 : 1}" time="${seconds.toFixed(3)}"`;
  const cases = [
    testCase(words.report.junit.run, ran ? null : ['error', endingText(result, words)]),
    ...result.asserts.map((assert) =>
      testCase(assert.expression, assert.holds ? null : ['failure', outcome(assert, words, format)]),
    ),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escapeXml(describeRun(result, words))}" ${counts} timestamp="${escapeXml(result.startedAt)}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(name: string, problem: readonly ['error' | 'failure', string] | null): string {
  const start = `    <testcase classname="sockbench" name="${escapeXml(name)}"`;
  if (problem === null) return `${start}/>`;
  const [kind, message] = problem;
  return `${start}>\n      <${kind} message="${escapeXml(message)}"/>\n    </testcase>`;
}

function endingText(result: RunResult, words: Words): string {
  if (result.ending.status === 'interrupted') return words.summary.interrupted;
  const { message, remedy } = sayEnding(result, words);
  return remedy === null ? message : `${message} ${remedy}`;
}
