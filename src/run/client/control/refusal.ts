/** Nobody answered over UDP: did the other side say that nobody listens there, or does it answer from somewhere else? */
import { SockbenchError } from '../../../errors.ts';
import { whoAnswers } from '../../../net/datagrams/who-answers.ts';
import { showAddress } from '../../../net/failure.ts';
import type { Place } from '../context.ts';
import type { TransportPlan } from '../plan/effective.ts';

/** ms. */
const PATIENCE_MS = 1000;

/** Of a plain echo over UDP, which has no connection that could tell: why nobody answered, as far as can be known. */
export async function unanswered(
  failure: SockbenchError,
  { transport }: TransportPlan,
  { address, port, shown, control }: Place,
): Promise<SockbenchError> {
  if (transport !== 'udp' || control !== null || failure.code !== 'no-answer') return failure;
  const found = await whoAnswers({ address, port }, PATIENCE_MS);
  if (found === 'refused') return new SockbenchError('datagram-refused', 'measure', { address: shown });
  if (found === undefined || found === 'asked') return failure;
  return new SockbenchError('answers-elsewhere', 'measure', {
    address: shown,
    elsewhere: showAddress(found),
  });
}
