/** What the command line prints and saves of a result, for a program: pure functions of the document. */
import { intervalsCsv } from '../present/export/csv.ts';
import { resultJson } from '../present/export/json.ts';
import { junitXml } from '../present/export/junit.ts';
import { markdownSummary } from '../present/export/markdown.ts';
import { openMetrics } from '../present/export/prometheus.ts';
import { htmlPage } from '../present/html/page.ts';
import { summaryText } from '../present/text/summary.ts';
import type { RunResult } from '../result/document/schema.ts';
import { type Language, wordsFor } from '../words/index.ts';

export type ReportFormat = 'text' | 'html' | 'markdown' | 'junit' | 'prometheus' | 'csv' | 'json';

export interface ReportOptions {
  readonly language?: Language;
  /** Columns of `text`; 80. */
  readonly width?: number;
}

export function report(result: RunResult, format: ReportFormat, options: ReportOptions = {}): string {
  const { language = 'en', width = 80 } = options;
  const words = wordsFor(language);
  switch (format) {
    case 'text':
      return summaryText(result, words, { color: false, width });
    case 'html':
      return htmlPage(result, words, language);
    case 'markdown':
      return markdownSummary(result, words);
    case 'junit':
      return junitXml(result, words);
    case 'prometheus':
      return openMetrics(result);
    case 'csv':
      return intervalsCsv(result);
    case 'json':
      return resultJson(result);
  }
}
