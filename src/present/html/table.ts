/** Rows as an HTML table: the first column heads its row, the others are figures unless they are named as words. */
import type { Rows } from '../shared/rows.ts';
import { escapeHtml } from './escape.ts';

export function htmlTable(
  { head, rows }: Rows,
  caption: string,
  wordColumns: readonly number[] = [],
): string {
  const kind = (at: number): string => (at > 0 && !wordColumns.includes(at) ? ' class="n"' : '');
  const heads = head.map((cell, at) =>
    cell === '' ? '<td></td>' : `<th scope="col"${kind(at)}>${escapeHtml(cell)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, at) =>
      at === 0
        ? `<th scope="row"${cell.startsWith(' ') ? ' class="sub"' : ''}>${escapeHtml(cell.trim())}</th>`
        : `<td${kind(at)}>${escapeHtml(cell)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table><caption class="hidden">${escapeHtml(caption)}</caption><thead><tr>${heads.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
