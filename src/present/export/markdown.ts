/** A summary for a ticket or a CI job: GitHub's Markdown, nothing in it that a result could turn into markup. */
import type { RunResult } from '../../result/document/schema.ts';
import { typedAgain } from '../../words/command.ts';
import type { Words } from '../../words/index.ts';
import { safeText } from '../safe-text.ts';
import { AGENT_WORDS, agentRows } from '../shared/agents.ts';
import { type AssertLine, assertLines } from '../shared/asserts.ts';
import { describeLink, describeRun } from '../shared/describe.ts';
import { headlines } from '../shared/headline.ts';
import { delaySentences, ownerRows } from '../shared/owners.ts';
import { qualityText } from '../shared/quality.ts';
import { queueRows } from '../shared/queue-rows.ts';
import { directionRows, figureRows, latencyRows, type Rows } from '../shared/rows.ts';
import { sayEnding, sayInterruption, warningsOf } from '../shared/sentences.ts';
import { trustText } from '../shared/trust.ts';

export function markdownSummary(result: RunResult, words: Words): string {
  const text = words.summary;
  const link = describeLink(result, words);
  const latency = latencyRows(result, words);
  const directions = directionRows(result, words);
  const queues = queueRows(result, words);
  const agents = agentRows(result, words);
  const owners = ownerRows(result, words);
  const first = headlines(result, words);
  const blocks = [
    `## sockbench: ${escapeMarkdown(result.transports.map(({ transport }) => text.transports[transport]).join(' + ') || result.spec.mode)}`,
    trustLine(result, words),
    ending(result, words),
    ...[...first.outages, ...first.undelivered].map((sentence) => `> ⚠️ ${escapeMarkdown(sentence)}`),
    ...warningsOf(result, words).map(
      ({ message, remedy }) => `> ⚠️ ${escapeMarkdown(message)} ${escapeMarkdown(remedy ?? '')}`,
    ),
    `${escapeMarkdown(describeRun(result, words))}${link === null ? '' : `  \n${escapeMarkdown(text.link.over(link))}`}`,
    result.transports.length === 0 ? text.nothing : markdownTable(figureRows(result, words), []),
    latency.rows.length === 0 ? '' : `### ${latency.title}\n\n${markdownTable(latency, [])}`,
    directions === null ? '' : `### ${text.losses.title}\n\n${markdownTable(directions, [5])}`,
    owners === null ? '' : `### ${words.owners.title}\n\n${markdownTable(owners, [])}`,
    ...delaySentences(result, words).map(escapeMarkdown),
    queues === null ? '' : `### ${text.queue.title}\n\n${markdownTable(queues, [])}`,
    agents === null ? '' : `### ${words.fleet.table.title}\n\n${markdownTable(agents, AGENT_WORDS)}`,
    assertItems(assertLines(result, words), words),
    result.transports.length === 0 ? '' : escapeMarkdown(qualityText(result, words)),
    `\`\`\`sh\n${typedAgain(result.command.map(plainInFence))}\n\`\`\``,
    `${escapeMarkdown(`${result.host.os}, ${result.host.cpu} × ${result.host.cores}, ${result.host.runtime}`)}, sockbench ${escapeMarkdown(result.tool.version)}, ${escapeMarkdown(result.startedAt)}`,
  ];
  return `${blocks
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
}

function trustLine(result: RunResult, words: Words): string {
  const trust = trustText(result, words);
  if (trust === null) return '';
  return trust.level === 'good' ? `✔ ${escapeMarkdown(trust.text)}` : `> ⚠️ ${escapeMarkdown(trust.text)}`;
}

function ending(result: RunResult, words: Words): string {
  if (result.ending.status === 'completed') return '';
  if (result.ending.status === 'interrupted') return `> ⚠️ ${escapeMarkdown(sayInterruption(result, words))}`;
  const { message, remedy } = sayEnding(result, words);
  return `> ❌ ${words.summary.failed} ${escapeMarkdown(message)} ${escapeMarkdown(remedy ?? '')}`;
}

/** Empty where there are no gates. */
export const assertItems = (lines: readonly AssertLine[], words: Words): string =>
  lines.length === 0
    ? ''
    : `### ${words.summary.asserts.title}\n\n${lines.map(({ holds, text }) => `- ${holds ? '✅' : '❌'} ${escapeMarkdown(text)}`).join('\n')}`;

export function markdownTable({ head, rows }: Rows, wordColumns: readonly number[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const rule = head.map((_, at) => (at === 0 || wordColumns.includes(at) ? '---' : '---:'));
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** What could start markup, a link, HTML or a new cell becomes plain; text stays on one line. */
export const escapeMarkdown = (text: string): string =>
  safeText(text)
    .trim()
    .replace(/[\\`*_[\]<>|~&#]/g, (found) =>
      found === '<' ? '&lt;' : found === '&' ? '&amp;' : `\\${found}`,
    )
    // A list, a rule, a heading of the line before.
    .replace(/^(?=[-+](?:\s|$)|[-=]+$)/, '\\')
    .replace(/^(\d{1,9})(?=[.)](?:\s|$))/, '$1\\')
    // Links, mentions and pictures that need no brackets; as GitHub's documentation has it, only a tag keeps a dollar plain.
    .replace(/(https?|ftps?|irc|smb|rdar|ssh|git):\/\//gi, '$1:&#8203;//')
    .replace(/\b(www)\./gi, '$1&#8203;.')
    .replace(/\b(GH)-(?=\d)/gi, '$1-&#8203;')
    .replace(/:(?=[a-z+-][\w+-]*:)/gi, ':&#8203;')
    .replace(/@(?=\w)/g, '@&#8203;')
    .replaceAll('$', '<span>$</span>');

/** A word that cannot end the block of code that it stands in. */
const plainInFence = (word: string): string => safeText(word).replaceAll('```', '``');
