/** The gates of a repeated run as JUnit XML: one case for the series itself, one for each `--assert`. */
import type { RepeatDocument } from '../../result/document/repeat.ts';
import type { Words } from '../../words/index.ts';
import { endingProblem, suiteXml } from '../xml-report.ts';
import { repeatAsserts, repeatHead } from './rows.ts';

export function repeatJunit(document: RepeatDocument, words: Words): string {
  const gates = repeatAsserts(document, words);
  const seconds = document.runs.reduce(
    (sum, { transports }) => sum + Math.max(0, ...transports.map(({ durationSeconds }) => durationSeconds)),
    0,
  );
  return suiteXml({
    name: repeatHead(document, words).join(' '),
    classname: 'sockbench.repeat',
    startedAt: document.startedAt,
    cases: [
      { name: words.repeat.page.title, problem: endingProblem(document, words), seconds },
      ...document.asserts.map(({ expression, holds }, at) => ({
        name: expression,
        problem: holds ? null : (['failure', gates[at]!.text] as const),
        seconds: 0,
      })),
    ],
  });
}
