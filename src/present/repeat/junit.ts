/** The gates of a repeated run as JUnit XML: one case for the series itself, one for each `--assert`. */
import type { RepeatDocument } from '../../result/document/repeat.ts';
import type { Words } from '../../words/index.ts';
import { gatedXml } from '../export/xml-report.ts';
import { repeatAsserts, repeatHead } from './rows.ts';

export const repeatJunit = (document: RepeatDocument, words: Words): string =>
  gatedXml(
    {
      name: repeatHead(document, words).join(' '),
      classname: 'sockbench.repeat',
      title: words.repeat.page.title,
      seconds: secondsOf(document),
      document,
      lines: repeatAsserts(document, words),
    },
    words,
  );

const secondsOf = ({ runs }: RepeatDocument): number =>
  runs.reduce(
    (sum, { transports }) => sum + Math.max(0, ...transports.map(({ durationSeconds }) => durationSeconds)),
    0,
  );
