// Builds dist/ from src/: the compiler, then what is not TypeScript. Run by `npm run build` and on install.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import { bundleUi } from './bundle-ui.mjs';
import { keepReachableTypes } from './types.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tools/tsconfig.build.json`],
  {
    stdio: 'inherit',
  },
);
chmodSync(`${root}dist/cli/main.js`, 0o755);
await bundleUi(`${root}dist/present/live/terminal/screen.js`);
await bundle(`${root}dist`);
keepReachableTypes(`${root}dist`);

// The page's style and script are written for browsers, not compiled.
cpSync(`${root}src/present/html/assets`, `${root}dist/present/html/assets`, { recursive: true });

// The JSON Schemas of the documents, made from the schemas that validate them.
const { toJsonSchema } = await import('@valibot/to-json-schema');
const documents = await Promise.all(
  ['schema', 'judgement', 'lesson', 'load', 'repeat', 'classroom'].map(
    (name) => import(`${root}dist/result/document/${name}.js`),
  ),
);
const { described } = await import(`${root}dist/result/descriptions/describe.js`);
const { resultDescriptions } = await import(`${root}dist/result/descriptions/result.js`);
const { lessonDescriptions } = await import(`${root}dist/result/descriptions/lesson.js`);
const { judgementDescriptions } = await import(`${root}dist/result/descriptions/judgement.js`);
const { repeatDescriptions } = await import(`${root}dist/result/descriptions/repeat.js`);
const { loadDescriptions } = await import(`${root}dist/result/descriptions/load.js`);
const { classDescriptions } = await import(`${root}dist/result/descriptions/classroom.js`);
const [
  { SCHEMA_NAME, RunResultSchema },
  { JUDGEMENT_SCHEMA, JudgementSchema },
  lesson,
  load,
  repeat,
  classroom,
] = documents;
for (const [name, document, descriptions] of [
  [SCHEMA_NAME, RunResultSchema, resultDescriptions],
  [JUDGEMENT_SCHEMA, JudgementSchema, judgementDescriptions],
  [lesson.LESSON_SCHEMA, lesson.LessonSchema, lessonDescriptions],
  [load.LOAD_SCHEMA, load.LoadSchema, loadDescriptions],
  [repeat.REPEAT_SCHEMA, repeat.RepeatDocumentSchema, repeatDescriptions],
  [classroom.CLASS_SCHEMA, classroom.ClassSchema, classDescriptions],
]) {
  const schema = {
    $id: `https://schemas.sockbench.invalid/${name}`,
    title: name,
    ...described(toJsonSchema(document, { ignoreActions: ['finite'] }), descriptions),
  };
  const file = `${root}dist/result/${name.replace('/', '.')}.json`;
  writeFileSync(file, `${JSON.stringify(schema)}\n`);
}
