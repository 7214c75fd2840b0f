/** What node:dgram keeps to itself: the handle of a socket, with its descriptor. Where a future Node hides it, undefined. */
import type { Socket } from 'node:dgram';

export function handleOf<T>(socket: Socket): Partial<T> | undefined {
  const symbol = Object.getOwnPropertySymbols(socket).find((key) => key.description === 'state symbol');
  if (symbol === undefined) return undefined;
  return (socket as unknown as Record<symbol, { handle?: Partial<T> } | undefined>)[symbol]?.handle;
}
