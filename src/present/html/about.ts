/** How a document came about: the last section of its page, with the button that saves it. */
import type { RunResult } from '../../result/document/schema.ts';
import { typedAgain } from '../../words/command.ts';
import type { Words } from '../../words/index.ts';
import { formatFor } from '../format.ts';
import { safeText } from '../safe-text.ts';
import { escapeHtml } from './escape.ts';

/** @param more facts beyond those that every document has */
export function aboutSection(
  document: Pick<RunResult, 'command' | 'startedAt' | 'host' | 'tool'>,
  words: Words,
  more: readonly (readonly [label: string, value: string])[],
): string {
  const text = words.html.about;
  const { command, host, tool } = document;
  const format = formatFor(words);
  const memory = text.memory(format.bytes(host.memoryBytes));
  const quota = host.cpuQuota == null ? [] : [text.quota(format.plain(host.cpuQuota, 2))];
  const machine = [host.os, host.kernel, host.cpu, text.cores(host.cores), ...quota, memory, host.runtime];
  const facts: readonly (readonly [string, string])[] = [
    [text.started, startOf(document.startedAt, words)],
    [text.host, machine.join(', ')],
    ...more,
    [text.tool, `${tool.name} ${tool.version}`],
  ];
  const items = facts.map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`);
  const typed = `<dt>${escapeHtml(text.command)}</dt><dd><code>${escapeHtml(typedAgain(command.map(safeText)))}</code></dd>`;
  return `<dl class="about">${typed}${items.join('')}</dl><p>${escapeHtml(text.definitions)}</p><p><button type="button" id="download" hidden>${escapeHtml(text.download)}</button></p>`;
}

function startOf(startedAt: string, words: Words): string {
  const when = new Date(startedAt);
  if (Number.isNaN(when.getTime())) return startedAt;
  const style = { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(words.tag, style).format(when);
}
