/** The result as one JSON document, and events as JSON lines. */
import type { RunEvent } from '../result/events.ts';
import type { RunResult } from '../result/schema.ts';

/** The document of `--json` and `--output`: indented, with a newline at the end. */
export const resultJson = (result: RunResult): string => `${JSON.stringify(result, null, 2)}\n`;

/**
 * One line of `--json-stream`, or null for an event that is meant for the screen alone.
 * The result's line is the document itself with `event` before it.
 */
export function jsonLine(event: RunEvent): string | null {
  if (event.event === 'snapshot' || event.event === 'packets') return null;
  if (event.event === 'result') return `${JSON.stringify({ event: 'result', ...event.result })}\n`;
  return `${JSON.stringify(event)}\n`;
}
