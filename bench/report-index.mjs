// The index page of reports/: made from the folders that bench wrote, nothing in it is written by hand.
// Each folder holds saved results (*.json of schema sockbench.result/1) and, where there is one, their page (*.html).
//
//   node bench/report-index.mjs [folder]      writes folder/index.html and folder/README.md; needs `npm run build`
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { htmlDocument } from '../dist/present/html/document.js';
import { escapeHtml } from '../dist/present/html/escape.js';
import { verdict } from '../dist/present/html/verdict.js';
import { commandLine, escapeMarkdown } from '../dist/present/markdown.js';
import { parseResult } from '../dist/result/codec.js';
import { writeWhole } from '../dist/run/files.js';
import { wordsFor } from '../dist/words/index.js';

const words = wordsFor('en');

/** Every result below `folder`, one level deep, in the order of names; what cannot be read is an error, not left out. */
function entriesOf(folder) {
  const folders = readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .sort();
  return folders.flatMap((name) => {
    const files = readdirSync(join(folder, name)).sort();
    return files
      .filter((file) => file.endsWith('.json') && isResult(join(folder, name, file)))
      .map((file) => {
        const path = join(folder, name, file);
        const result = parseResult(readFileSync(path), path);
        const page = [file.replace(/\.json$/, '.html'), 'page.html', 'index.html'].find((candidate) =>
          existsSync(join(folder, name, candidate)),
        );
        return { name, file, page, result, says: verdict(result, words).join(' ') };
      });
  });
}

/** Other JSON (a spec, a peer's own output) stands in the folders too. */
const isResult = (path) => readFileSync(path, 'utf8').slice(0, 200).includes('"sockbench.result/');

const link = (href, text) => `<a href="${escapeHtml(encodeURI(href))}">${escapeHtml(text)}</a>`;

function page(entries) {
  const rows = entries.map(({ name, file, page, result, says }) => {
    const where = page === undefined ? escapeHtml(name) : link(`${name}/${page}`, name);
    return `<tr><th scope="row">${where}</th><td class="words">${escapeHtml(says)}</td><td><code>${escapeHtml(commandLine(result))}</code></td><td>${escapeHtml(result.startedAt)}</td><td>${link(`${name}/${file}`, file)}</td></tr>`;
  });
  const head = ['Report', 'Result', 'Command', 'Started', 'Data'].map(
    (text) => `<th scope="col">${text}</th>`,
  );
  const body = `<header class="verdict"><h1>Reports</h1><p class="asked">Each folder holds the exact command, the machine, the raw results and the page made from them.</p></header><section><div class="scroll"><table class="index"><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
  const data = { reports: entries.map(({ name, file, page, says }) => ({ name, file, page, says })) };
  return htmlDocument({ title: 'reports', body, charts: [], data, words, language: 'en' });
}

function markdown(entries) {
  const rows = entries.map(
    ({ name, file, page, says }) =>
      `| [${escapeMarkdown(name)}](${encodeURI(`${name}/${page ?? file}`)}) | ${escapeMarkdown(says)} |`,
  );
  return [
    '# Reports',
    '',
    'Written by `npm run bench`.',
    '',
    '| report | result |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

export async function writeReportIndex(folder) {
  const entries = entriesOf(folder);
  await writeWhole(join(folder, 'index.html'), page(entries), true);
  await writeWhole(join(folder, 'README.md'), markdown(entries), true);
  return entries.length;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('../reports', import.meta.url)));
  console.log(`${await writeReportIndex(folder)} results in ${join(folder, 'index.html')}`);
}
