// The index page of reports/: made from the folders that bench wrote, nothing in it is written by hand.
// Each folder holds saved results (*.json of schema sockbench.result/1 or sockbench.load/1) and their page (*.html), a comparison of results
// (comparison.json), or the figures beside other programs (spec.json and raw.json).
//
//   node bench/report-index.mjs [folder]      writes folder/index.html and folder/README.md; needs `npm run build`
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { escapeMarkdown } from '../dist/present/export/markdown.js';
import { htmlDocument } from '../dist/present/html/document.js';
import { escapeHtml } from '../dist/present/html/escape.js';
import { verdict } from '../dist/present/html/verdict.js';
import { sentencesOf } from '../dist/present/load/say.js';
import { comparisonVerdict } from '../dist/present/shared/comparison.js';
import { parseSaved } from '../dist/result/document/codec.js';
import { writeWhole } from '../dist/run/files/whole.js';
import { typedAgain } from '../dist/words/command.js';
import { wordsFor } from '../dist/words/index.js';
import { verdict as goalOf } from './lib/report.mjs';

const words = wordsFor('en');

/** Every report below `folder`, one level deep, in the order of names; what cannot be read is an error, not left out. */
function entriesOf(folder) {
  const folders = readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .sort();
  return folders.flatMap((name) => {
    const files = readdirSync(join(folder, name)).sort();
    const read = (file) => JSON.parse(readFileSync(join(folder, name, file), 'utf8'));
    if (files.includes('comparison.json')) return [comparisonEntry(name, read('comparison.json'), read)];
    if (files.includes('raw.json')) return [benchEntry(folder, name, read('spec.json'), read('raw.json'))];
    return files
      .filter((file) => file.endsWith('.json') && isResult(join(folder, name, file)))
      .map((file) => resultEntry(folder, name, file));
  });
}

function resultEntry(folder, name, file) {
  const path = join(folder, name, file);
  const { kind, document: result } = parseSaved(readFileSync(path), path);
  const page = [file.replace(/\.json$/, '.html'), 'page.html', 'index.html'].find((candidate) =>
    existsSync(join(folder, name, candidate)),
  );
  const says = (kind === 'load' ? sentencesOf : verdict)(result, words).join(' ');
  return { name, file, page, says, command: typedAgain(result.command), startedAt: result.startedAt };
}

function comparisonEntry(name, comparison, read) {
  const { command, startedAt } = read('spec.json');
  const says = comparisonVerdict(comparison, words);
  return { name, file: 'comparison.json', page: 'page.html', says, command: command.join(' '), startedAt };
}

function metOf(rows) {
  const goals = rows.map(goalOf).filter(([goal]) => goal !== '–');
  const met = goals.filter(([, text]) => text === 'met').length;
  return goals.length === 0
    ? `${rows.length} figures, with their goals on the page.`
    : `Beside other programs: ${met} of ${goals.length} goals met.`;
}

/** Figures of a bench: what it says of itself, or how many of its goals were met. */
function benchEntry(folder, name, { command, host }, { rows, says: said }) {
  const says = said ?? metOf(rows);
  return {
    name,
    file: 'raw.json',
    page: existsSync(join(folder, name, 'index.html')) ? 'index.html' : undefined,
    says,
    command: command.join(' '),
    startedAt: host.startedAt,
  };
}

/** Other JSON (a spec, a peer's own output) stands in the folders too. */
const isResult = (path) => /"sockbench\.(result|load)\//.test(readFileSync(path, 'utf8').slice(0, 200));

const link = (href, text) => `<a href="${escapeHtml(encodeURI(href))}">${escapeHtml(text)}</a>`;

function page(entries) {
  const rows = entries.map(({ name, file, page, says, command, startedAt }) => {
    const where = page === undefined ? escapeHtml(name) : link(`${name}/${page}`, name);
    return `<tr><th scope="row">${where}</th><td class="words">${escapeHtml(says)}</td><td><code>${escapeHtml(command)}</code></td><td>${escapeHtml(startedAt)}</td><td>${link(`${name}/${file}`, file)}</td></tr>`;
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
    'Written by `npm run bench`; nothing in it is written by hand. The same as a page: index.html.',
    '',
    '| report | result |',
    '| --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

export async function writeReportIndex(folder) {
  const entries = entriesOf(folder);
  await writeWhole(join(folder, 'index.html'), page(entries), { force: true });
  await writeWhole(join(folder, 'README.md'), markdown(entries), { force: true });
  return entries.length;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? fileURLToPath(new URL('../reports', import.meta.url)));
  console.log(`${await writeReportIndex(folder)} results in ${join(folder, 'index.html')}`);
}
