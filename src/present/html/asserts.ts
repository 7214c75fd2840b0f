/** Gates as a list. */
import type { AssertLine } from '../shared/asserts.ts';
import { escapeHtml } from './escape.ts';

/** Empty where there are none. */
export function assertList(lines: readonly AssertLine[]): string {
  const items = lines.map(
    ({ holds, text }) =>
      `<li class="${holds ? 'holds' : 'fails'}"><span aria-hidden="true">${holds ? '✔' : '✖'}</span> ${escapeHtml(text)}</li>`,
  );
  return items.length === 0 ? '' : `<ul class="asserts">${items.join('')}</ul>`;
}
