/** Tables for reading: a rule below the head, figures right-aligned, nothing else drawn; a list where the width is too small. */
import Table from 'cli-table3';
import { most } from '../../measure/extremes.ts';
import { widthOf } from '../../width.ts';
import { safeText } from '../safe-text.ts';
import type { Paint } from './paint.ts';

export interface Columns {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of words rather than figures, from 0; the first is one anyway. */
  readonly words?: readonly number[];
}

const NOTHING = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Lines, none wider than `width`. Whatever stands in a cell, it is one line of signs: names are others'. */
export function table(columns: Columns, width: number, paint: Paint): string[] {
  const { head, words = [] } = columns;
  const rows = columns.rows.map((row) => row.map(safeText));
  const drawn = new Table({
    chars: NOTHING,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colAligns: head.map((_, at) => (at === 0 || words.includes(at) ? 'left' : 'right')),
  });
  const cell = (content: string): { content: string } => ({ content });
  drawn.push(head.map(cell), ...rows.map((row) => row.map(cell)));
  const lines = drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  const widest = most(lines.map((line) => widthOf(line)))!;
  if (widest > width) return list(head, rows);
  const [title, ...body] = lines;
  return [paint.bold(title ?? ''), paint.dim('─'.repeat(widest)), ...body];
}

function list(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (head.length === 2) return rows.map(([name, value]) => `${name}: ${value}`);
  return rows.flatMap(([name = '', ...values]) => {
    const indent = ' '.repeat(name.length - name.trimStart().length + 2);
    return [
      name,
      ...values.flatMap((value, at) => (value === '' ? [] : [`${indent}${head[at + 1] ?? ''}: ${value}`])),
    ];
  });
}
