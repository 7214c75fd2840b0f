/** One self-contained page from a result. */
import type { RunResult } from '../../result/schema.ts';
import type { Language, Words } from '../../words/index.ts';
import { describeRun } from '../describe.ts';
import { escapeHtml } from './escape.ts';

export function htmlPage(result: RunResult, words: Words, language: Language): string {
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>sockbench</title><h1>${escapeHtml(describeRun(result, words))}</h1></html>\n`;
}
