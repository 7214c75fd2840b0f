/** The gates of a load as JUnit XML: one case for the load itself, one for each `--assert`. */
import type { LoadDocument } from '../../result/document/load.ts';
import type { Words } from '../../words/index.ts';
import { gatedXml } from '../export/xml-report.ts';
import { askedLines } from './rows.ts';
import { lastSecond } from './series.ts';
import { loadAsserts } from './text.ts';

export const loadJunit = (document: LoadDocument, words: Words): string =>
  gatedXml(
    {
      name: askedLines(document, words).join(' '),
      classname: 'sockbench.load',
      title: words.load.page.title,
      seconds: lastSecond(document),
      document,
      lines: loadAsserts(document, words),
    },
    words,
  );
