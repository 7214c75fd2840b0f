/** The result as one JSON document, and events as JSON lines. */

import type { RunResult } from '../../result/document/schema.ts';
import type { RunEvent } from '../../result/events/events.ts';

/** What a terminal may act on or nobody can see: C1 controls, separators, bidirectional and zero-width signs, tags. */
const UNSEEN = /[\u007f-\u009f\u2028\u2029]|\p{Default_Ignorable_Code_Point}|\p{Cf}/gu;

/** The same value as `JSON.stringify` writes, in letters that are harmless on a terminal; such signs stand in strings only. */
export const safeJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(UNSEEN, escaped);

/** Beyond U+FFFF it takes two. */
const escaped = (sign: string): string =>
  sign
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** The fates of the lab's packets are megabytes that the page needs, and a pipeline does not. */
export const withoutPackets = (result: RunResult): object => ({
  ...result,
  transports: result.transports.map((transport) => {
    if (transport.link === null) return transport;
    const { packets: _, ...counts } = transport.link;
    return { ...transport, link: counts };
  }),
});

/** The document of `--output`: indented, with a newline at the end. */
export const resultJson = (result: object): string => `${safeJson(result, 2)}\n`;

const FOR_SCREENS: ReadonlySet<RunEvent['event']> = new Set(['snapshot', 'samples', 'packets', 'queue']);

/**
 * One line of `--json-stream`, or null for an event that is meant for the screen alone.
 * The result's line is the document itself with `event` before it.
 * @param packets whether it holds the fates of the lab's packets
 */
export function jsonLine(event: RunEvent, packets = true): string | null {
  if (FOR_SCREENS.has(event.event)) return null;
  if (event.event === 'result') {
    const result = packets ? event.result : withoutPackets(event.result);
    return `${safeJson({ event: 'result', ...result })}\n`;
  }
  return `${safeJson(event)}\n`;
}
