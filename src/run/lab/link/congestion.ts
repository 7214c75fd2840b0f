/** Which congestion control TCP has over the link, found before anything is started. */
import { SockbenchError } from '../../../errors.ts';
import { congestionOffered } from '../../../net/congestion.ts';

/** What most of the world's servers and students' machines have (RFC 9438): figures of two machines can be compared. */
const USUAL = 'cubic';

/**
 * @param asked null: {@link USUAL}, or whatever the system has where it has no such
 * @throws SockbenchError `no-congestion-control`
 */
export function congestionFor(asked: string | null): string | null {
  const offered = congestionOffered();
  if (asked === null) return offered?.includes(USUAL) === true ? USUAL : null;
  // Where the list cannot be read, the route will tell.
  if (offered !== null && !offered.includes(asked))
    throw new SockbenchError('no-congestion-control', 'check', {
      name: asked,
      available: offered.join(', '),
    });
  return asked;
}
