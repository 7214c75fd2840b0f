/** The gates of a run or a comparison in the terminal. */
import type { AssertLine } from '../shared/asserts.ts';
import type { Paint } from './paint.ts';
import { marked } from './wrap.ts';

export function assertBlock(lines: readonly AssertLine[], paint: Paint, width: number): string[] {
  return lines.flatMap(({ holds, text }) =>
    holds ? marked('✔', paint.good, text, width) : marked('✖', paint.bad, text, width),
  );
}
