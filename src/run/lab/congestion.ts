/** Which congestion control TCP has over the link, found before anything is started. */
import { readFileSync } from 'node:fs';
import { SockbenchError } from '../../errors.ts';

const OFFERED = '/proc/sys/net/ipv4/tcp_available_congestion_control';
/** What most of the world's servers and students' machines have (RFC 9438): figures of two machines can be compared. */
const USUAL = 'cubic';

/**
 * @param asked null: {@link USUAL}, or whatever the system has where it has no such
 * @throws SockbenchError `no-congestion-control`
 */
export function congestionFor(asked: string | null): string | null {
  const offered = offeredHere();
  if (asked === null) return offered?.includes(USUAL) === true ? USUAL : null;
  // Where the list cannot be read, the route will tell.
  if (offered !== null && !offered.includes(asked))
    throw new SockbenchError('no-congestion-control', 'check', { name: asked, offered: offered.join(', ') });
  return asked;
}

/** null where the machine does not tell. */
function offeredHere(): readonly string[] | null {
  try {
    return readFileSync(OFFERED, 'latin1').trim().split(/\s+/);
  } catch {
    return null;
  }
}
