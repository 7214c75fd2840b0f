/** How it ended, where that was not as planned. */
import type { RunResult } from '../../result/document/schema.ts';
import type { Words } from '../../words/index.ts';
import { sayEnding, sayInterruption } from '../shared/sentences.ts';
import type { Paint } from './paint.ts';
import { marked } from './wrap.ts';

/** @param document of whatever kind */
export function endingLines(
  document: Pick<RunResult, 'ending'>,
  words: Words,
  paint: Paint,
  width: number,
): string[] {
  const text = words.summary;
  const { status } = document.ending;
  if (status === 'completed') return [];
  if (status === 'interrupted') return marked('!', paint.warn, sayInterruption(document, words), width);
  const { message, remedy } = sayEnding(document, words);
  return marked('✖', paint.bad, `${text.failed} ${message} ${remedy ?? ''}`, width);
}
