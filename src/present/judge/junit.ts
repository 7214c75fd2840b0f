/** The cases as JUnit XML: one test case each, named by what it is and its seed. */
import type { Judgement } from '../../result/document/judgement.ts';
import type { Words } from '../../words/index.ts';
import { suiteXml } from '../export/xml-report.ts';
import { sentencesOf } from './rows.ts';

export function judgementJunit({ cases, startedAt }: Judgement, words: Words): string {
  const text = words.judge;
  return suiteXml({
    name: `sockbench ${text.junit}`,
    classname: 'sockbench.judge',
    startedAt,
    cases: cases.map((one) => ({
      name: `${one.name} (${text.seed} ${one.seed})`,
      seconds: one.seconds,
      problem:
        one.verdict === 'pass'
          ? null
          : ['failure', `${one.reasons.join(', ')}: ${sentencesOf(one, words).join(' ')}`],
    })),
  });
}
