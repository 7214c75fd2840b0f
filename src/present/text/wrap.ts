/** Sentences in the width of a terminal. */
import { widthOf } from '../../width.ts';
import { fold } from '../terminal/fold.ts';

type Painted = (text: string) => string;
const plain: Painted = (text) => text;

/** @returns no lines where there is no text */
export const wrapped = (text: string, width: number, paint: Painted = plain): string[] =>
  text === '' ? [] : text.split('\n').flatMap((line) => fold(line, width).map(paint));

const LEAST = 10;

/** A mark, and the text hanging beside it. */
export function marked(mark: string, paint: Painted, text: string, width: number): string[] {
  const indent = ' '.repeat(widthOf(mark) + 1);
  return wrapped(text.trim(), Math.max(LEAST, width - indent.length)).map((line, at) =>
    at === 0 ? `${paint(mark)} ${line}` : `${indent}${line}`,
  );
}
