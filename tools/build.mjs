// Builds dist/ from src/: the compiler, then what is not TypeScript. Run by `npm run build` and on install.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleUi } from './bundle-ui.mjs';

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
await bundleUi(`${root}dist/present/live/screen.js`);

// The page's style and script are written for browsers, not compiled.
cpSync(`${root}src/present/html/assets`, `${root}dist/present/html/assets`, { recursive: true });

// The JSON Schema of the result document, made from the schema that validates it.
const { toJsonSchema } = await import('@valibot/to-json-schema');
const { RunResultSchema, SCHEMA_NAME } = await import(`${root}dist/result/schema.js`);
const { described } = await import(`${root}dist/result/descriptions/describe.js`);
const { resultDescriptions } = await import(`${root}dist/result/descriptions/result.js`);
const schema = {
  $id: `https://schemas.sockbench.invalid/${SCHEMA_NAME}`,
  title: SCHEMA_NAME,
  ...described(toJsonSchema(RunResultSchema, { ignoreActions: ['finite'] }), resultDescriptions),
};
writeFileSync(`${root}dist/result/sockbench.result.1.json`, `${JSON.stringify(schema, null, 2)}\n`);
