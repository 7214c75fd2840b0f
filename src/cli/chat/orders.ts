/** A host without a screen keeps order by lines on its standard input: /mute, /unmute, /kick, /contrast stop. */
import { readFileSync } from 'node:fs';
import { chatLines } from '../../present/chat/lines.ts';
import { safeText } from '../../present/safe-text.ts';
import type { Host } from '../../run/chat/host/host.ts';
import { LINE_BYTES } from '../../session/chat/rates/limits.ts';
import type { CliContext } from '../context.ts';
import { TypedLines } from './typed-lines.ts';

/** @returns ends it; undefined where nobody can type anything here */
export function takeOrders(host: Host, { stdin, stdout, words }: CliContext): { close(): void } | undefined {
  if (stdin.isTTY === true && !inForeground()) return undefined;
  const typed = new TypedLines(stdin, LINE_BYTES, () => {});
  void (async () => {
    while (await typed.some()) {
      const refused = host.order(typed.take());
      if (refused === undefined) continue;
      const event = { kind: 'refused', reason: refused.reason, what: safeText(refused.what) } as const;
      for (const line of chatLines(event, words, '')) stdout.write(`${line}\n`);
    }
  })();
  return typed;
}

/** Whoever reads a terminal from the background is stopped by the system. */
function inForeground(): boolean {
  try {
    // After the name, which may hold anything: state, parent, group, session, terminal, the terminal's group.
    const text = readFileSync('/proc/self/stat', 'latin1');
    const [, , group, , , foreground] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return group === foreground;
  } catch {
    return false;
  }
}
