/** The files that documents other than a run's are saved to: by their commands, and by `report`. */
import { safeJson } from '../../present/json.ts';
import type { ClassDocument } from '../../result/document/classroom.ts';
import type { Judgement } from '../../result/document/judgement.ts';
import type { LessonDocument } from '../../result/document/lesson.ts';
import type { LoadDocument } from '../../result/document/load.ts';
import type { RepeatDocument } from '../../result/document/repeat.ts';
import type { CliContext } from '../context.ts';
import { markdownFiles, type SaveOptions, type Wanted } from '../save.ts';

type Other = Judgement | LessonDocument | LoadDocument | RepeatDocument | ClassDocument;

/** As `--json` prints it. */
export const documentText = (document: Other): string => `${safeJson(document, 2)}\n`;

export async function judgementFiles(
  judgement: Judgement,
  options: SaveOptions,
  { words, language }: CliContext,
): Promise<Wanted[]> {
  const { html, junit } = options;
  const files = saved(judgement, options);
  if (html !== undefined) {
    const { judgementPage } = await import('../../present/judge/page.ts');
    files.push({ file: html, render: () => judgementPage(judgement, words, language) });
  }
  const { judgementMarkdown } = await import('../../present/judge/markdown.ts');
  files.push(...markdownFiles(options, () => judgementMarkdown(judgement, words)));
  if (junit !== undefined) {
    const { judgementJunit } = await import('../../present/judge/junit.ts');
    files.push({ file: junit, render: () => judgementJunit(judgement, words) });
  }
  return files;
}

export async function lessonFiles(
  lesson: LessonDocument,
  options: SaveOptions,
  { words, language }: CliContext,
): Promise<Wanted[]> {
  const { html } = options;
  const files = saved(lesson, options);
  if (html !== undefined) {
    const { lessonPage } = await import('../../present/lesson/page.ts');
    files.push({ file: html, render: () => lessonPage(lesson, words, language) });
  }
  const { lessonMarkdown } = await import('../../present/lesson/markdown.ts');
  files.push(...markdownFiles(options, () => lessonMarkdown(lesson, words)));
  return files;
}

export async function loadFiles(
  load: LoadDocument,
  options: SaveOptions,
  { words, language }: CliContext,
): Promise<Wanted[]> {
  const { html, junit } = options;
  const files = saved(load, options);
  if (html !== undefined) {
    const { loadPage } = await import('../../present/load/page.ts');
    files.push({ file: html, render: () => loadPage(load, words, language) });
  }
  const { loadMarkdown } = await import('../../present/load/markdown.ts');
  files.push(...markdownFiles(options, () => loadMarkdown(load, words)));
  if (junit !== undefined) {
    const { loadJunit } = await import('../../present/load/junit.ts');
    files.push({ file: junit, render: () => loadJunit(load, words) });
  }
  return files;
}

export async function repeatFiles(
  repeated: RepeatDocument,
  options: SaveOptions,
  { words, language }: CliContext,
): Promise<Wanted[]> {
  const { html, junit } = options;
  const files = saved(repeated, options);
  if (html !== undefined) {
    const { repeatPage } = await import('../../present/repeat/page.ts');
    files.push({ file: html, render: () => repeatPage(repeated, words, language) });
  }
  const { repeatMarkdown } = await import('../../present/repeat/markdown.ts');
  files.push(...markdownFiles(options, () => repeatMarkdown(repeated, words)));
  if (junit !== undefined) {
    const { repeatJunit } = await import('../../present/repeat/junit.ts');
    files.push({ file: junit, render: () => repeatJunit(repeated, words) });
  }
  return files;
}

export async function classFiles(
  document: ClassDocument,
  options: SaveOptions,
  { words, language }: CliContext,
): Promise<Wanted[]> {
  const { html } = options;
  const files = saved(document, options);
  if (html === undefined) return files;
  const { classPage } = await import('../../present/classroom/page.ts');
  return [...files, { file: html, render: () => classPage(document, words, language) }];
}

const saved = (document: Other, { output }: SaveOptions): Wanted[] =>
  output === undefined ? [] : [{ file: output, render: () => documentText(document), fallback: true }];
