import type { Socket } from 'node:net';
import { dirname, join as path } from 'node:path';

/** Beside the link process's own socket. */
export const relayPath = (link: string): string => path(dirname(link), 'relay.sock');

/** Two connections become one: what either end does, the other does. Both must allow to be half open. */
export function join(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      if (!from.readableEnded) to.destroy();
    });
  }
}
