/** What each end says of the clock behind its times, and what both words together tell about their offset. */
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { machineNow } from '../clock.ts';
import { MOST_DRIFT } from '../measure/delay/clock-bounds.ts';
import type { OffsetKnown } from '../measure/delay/known-offset.ts';
import type { ClockWord } from '../wire/control.ts';

/** The kernel that runs, and the namespace whose monotonic clock this is; undefined where the system does not tell. */
function clockName(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8') + readlinkSync('/proc/self/ns/time');
  } catch {
    return undefined;
  }
}

/** A machine's own name stays with it: only whoever has the same one, and the token, finds the same hash. */
function hashed(name: string | undefined, token: string): string | null {
  if (name === undefined) return null;
  return createHash('sha256').update(`${name}\n${token}`).digest('hex').slice(0, 32);
}

/**
 * @param epoch machineNow() at time zero @param token the session's, 16 hexadecimal digits
 * @param error ns by which the kernel says that its wall clock may be wrong; null: it does not say
 */
export function clockWord(epoch: bigint, token: string, error: number | null = null): ClockWord {
  const wall = BigInt(Date.now()) * 1_000_000n - (machineNow() - epoch);
  return { same: hashed(clockName(), token), epoch: String(epoch), wall: String(wall), error };
}

export type Basis = 'none' | 'sameClock' | 'synchronised';

/** ns that reading the wall clock in whole milliseconds adds at each end. */
const READING = 1e6;

/** What the two words tell of θ = server − client, in the times that both send; null: nothing. */
export function offsetFrom(
  client: ClockWord,
  server: ClockWord,
): { basis: Basis; known: OffsetKnown } | null {
  if (isOne(client, server)) {
    const offset = Number(BigInt(client.epoch) - BigInt(server.epoch));
    return { basis: 'sameClock', known: { low: offset, high: offset, at: 0, widens: 0 } };
  }
  if (client.error === null || server.error === null) return null;
  const offset = Number(BigInt(client.wall) - BigInt(server.wall));
  const error = client.error + server.error + 2 * READING;
  // Until the next correction each kernel's own bound grows by the greatest drift.
  const known = { low: offset - error, high: offset + error, at: 1e10, widens: 2 * MOST_DRIFT };
  return { basis: 'synchronised', known };
}

const isOne = (client: ClockWord, server: ClockWord): boolean =>
  client.same !== null && client.same === server.same;

/** ns to add to θ for the difference of the wall clocks; one clock differs from itself by nothing. */
export const wallOffset = (client: ClockWord, server: ClockWord): number =>
  isOne(client, server)
    ? Number(BigInt(server.epoch) - BigInt(client.epoch))
    : Number(BigInt(server.wall) - BigInt(client.wall));
