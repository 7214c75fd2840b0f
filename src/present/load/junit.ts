/** The gates of a load as JUnit XML: one case for the load itself, one for each `--assert`. */
import type { LoadDocument } from '../../result/document/load.ts';
import type { Words } from '../../words/index.ts';
import { endingProblem, suiteXml } from '../xml-report.ts';
import { askedLines } from './rows.ts';
import { lastSecond } from './series.ts';
import { loadAsserts } from './text.ts';

export function loadJunit(document: LoadDocument, words: Words): string {
  const gates = loadAsserts(document, words);
  return suiteXml({
    name: askedLines(document, words).join(' '),
    classname: 'sockbench.load',
    startedAt: document.startedAt,
    cases: [
      { name: words.load.page.title, problem: endingProblem(document, words), seconds: lastSecond(document) },
      ...document.asserts.map(({ expression, holds }, at) => ({
        name: expression,
        problem: holds ? null : (['failure', gates[at]!.text] as const),
        seconds: 0,
      })),
    ],
  });
}
