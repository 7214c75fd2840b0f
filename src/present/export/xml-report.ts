/** JUnit XML: what CI systems read. One suite; a case's class and name are what tells it from others, run after run. */
import type { AssertResult, Ending } from '../../result/document/schema.ts';
import type { Words } from '../../words/index.ts';
import { safeText } from '../safe-text.ts';
import type { AssertLine } from '../shared/asserts.ts';
import { sayEnding } from '../shared/sentences.ts';

export interface Case {
  readonly name: string;
  /** null: it holds. */
  readonly problem: readonly [kind: 'error' | 'failure', message: string] | null;
  readonly seconds: number;
}

export interface Suite {
  /** In words. */
  readonly name: string;
  /** Dotted. */
  readonly classname: string;
  /** ISO 8601 */
  readonly startedAt: string;
  readonly cases: readonly Case[];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escapeXml = (text: string): string => safeText(text).replace(/[&<>"']/g, (found) => ENTITIES[found]!);

export function suiteXml({ name, classname, startedAt, cases }: Suite): string {
  const problems = (kind: string): number => cases.filter(({ problem }) => problem?.[0] === kind).length;
  const seconds = cases.reduce((all, one) => all + one.seconds, 0);
  const counts = `tests="${cases.length}" failures="${problems('failure')}" errors="${problems('error')}" time="${seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escapeXml(name)}" ${counts}${timestamp(startedAt)}>`,
    ...cases.map((one) => caseXml(one, classname)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** Readers of JUnit want whole seconds of UTC, and no zone. */
function timestamp(startedAt: string): string {
  const time = Date.parse(startedAt);
  return Number.isFinite(time) ? ` timestamp="${new Date(time).toISOString().slice(0, 19)}"` : '';
}

function caseXml({ name, problem, seconds }: Case, classname: string): string {
  const start = `    <testcase classname="${escapeXml(classname)}" name="${escapeXml(name)}" time="${seconds.toFixed(3)}"`;
  if (problem === null) return `${start}/>`;
  const [kind, message] = problem;
  return `${start}>\n      <${kind} message="${escapeXml(message)}"/>\n    </testcase>`;
}

/** What several runs came to: one case for themselves, one for each `--assert`. */
export interface GatedRuns extends Pick<Suite, 'name' | 'classname'> {
  readonly title: string;
  readonly seconds: number;
  readonly document: {
    readonly startedAt: string;
    readonly ending: Ending;
    readonly asserts: readonly AssertResult[];
  };
  /** The gates in words, in the same order. */
  readonly lines: readonly AssertLine[];
}

export const gatedXml = (
  { name, classname, title, seconds, document, lines }: GatedRuns,
  words: Words,
): string =>
  suiteXml({
    name,
    classname,
    startedAt: document.startedAt,
    cases: [
      { name: title, problem: endingProblem(document, words), seconds },
      ...document.asserts.map(({ expression, holds }, at) => ({
        name: expression,
        problem: holds ? null : (['failure', lines[at]!.text] as const),
        seconds: 0,
      })),
    ],
  });

/** How a document of several runs ended, as a case's problem; null: as it should. */
function endingProblem(
  document: { readonly ending: Ending },
  words: Words,
): readonly ['error', string] | null {
  const { status } = document.ending;
  if (status === 'completed') return null;
  if (status === 'interrupted') return ['error', words.summary.interrupted];
  const { message, remedy } = sayEnding(document, words);
  return ['error', `${message} ${remedy ?? ''}`.trim()];
}
