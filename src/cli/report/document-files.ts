/** The files that documents other than a run's are saved to: by their commands, and by `report`. */
import { safeJson } from '../../present/export/json.ts';
import type { ClassDocument } from '../../result/document/classroom.ts';
import type { Judgement } from '../../result/document/judgement.ts';
import type { LessonDocument } from '../../result/document/lesson.ts';
import type { LoadDocument } from '../../result/document/load.ts';
import type { RepeatDocument } from '../../result/document/repeat.ts';
import type { Language, Words } from '../../words/index.ts';
import type { CliContext } from '../context.ts';
import { markdownFiles, type SaveOptions, type Wanted } from '../save.ts';

type Other = Judgement | LessonDocument | LoadDocument | RepeatDocument | ClassDocument;

/** As `--json` prints it. */
export const documentText = (document: Other): string => `${safeJson(document, 2)}\n`;

type Render<Document> = (document: Document, words: Words, language: Language) => string;

/** What a document can be saved as; each is loaded only where it was asked for. */
interface Renderers<Document> {
  readonly html: () => Promise<Render<Document>>;
  readonly markdown?: () => Promise<Render<Document>>;
  readonly junit?: () => Promise<Render<Document>>;
  readonly prometheus?: () => Promise<Render<Document>>;
}

type Files<Document> = (
  document: Document,
  options: SaveOptions,
  context: Pick<CliContext, 'words' | 'language'>,
) => Promise<Wanted[]>;

const filesOf =
  <Document extends Other>(renderers: Renderers<Document>): Files<Document> =>
  async (document, options, { words, language }) => {
    const { output, html, junit, markdown, markdownAppend, prometheus } = options;
    const files: Wanted[] = [];
    const rendered = async (load: () => Promise<Render<Document>>): Promise<() => string> => {
      const render = await load();
      return () => render(document, words, language);
    };
    if (output !== undefined)
      files.push({ file: output, render: () => documentText(document), fallback: true });
    if (html !== undefined) files.push({ file: html, render: await rendered(renderers.html) });
    if (renderers.markdown !== undefined && (markdown ?? markdownAppend) !== undefined)
      files.push(...markdownFiles(options, await rendered(renderers.markdown)));
    if (renderers.junit !== undefined && junit !== undefined)
      files.push({ file: junit, render: await rendered(renderers.junit) });
    if (renderers.prometheus !== undefined && prometheus !== undefined)
      files.push({ file: prometheus, render: await rendered(renderers.prometheus) });
    return files;
  };

export const judgementFiles = filesOf<Judgement>({
  html: async () => (await import('../../present/judge/page.ts')).judgementPage,
  markdown: async () => (await import('../../present/judge/markdown.ts')).judgementMarkdown,
  junit: async () => (await import('../../present/judge/junit.ts')).judgementJunit,
});

export const lessonFiles = filesOf<LessonDocument>({
  html: async () => (await import('../../present/lesson/page.ts')).lessonPage,
  markdown: async () => (await import('../../present/lesson/markdown.ts')).lessonMarkdown,
});

export const loadFiles = filesOf<LoadDocument>({
  html: async () => (await import('../../present/load/page.ts')).loadPage,
  markdown: async () => (await import('../../present/load/markdown.ts')).loadMarkdown,
  junit: async () => (await import('../../present/load/junit.ts')).loadJunit,
  prometheus: async () => (await import('../../present/load/prometheus.ts')).loadMetrics,
});

export const repeatFiles = filesOf<RepeatDocument>({
  html: async () => (await import('../../present/repeat/page.ts')).repeatPage,
  markdown: async () => (await import('../../present/repeat/markdown.ts')).repeatMarkdown,
  junit: async () => (await import('../../present/repeat/junit.ts')).repeatJunit,
});

export const classFiles = filesOf<ClassDocument>({
  html: async () => (await import('../../present/classroom/page.ts')).classPage,
});
