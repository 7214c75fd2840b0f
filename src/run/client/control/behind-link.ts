/** Nothing came back over an emulated link that lets little through: not an address or a firewall is the reason. */
import { SockbenchError } from '../../../errors.ts';
import { describeImpairment } from '../../../link/describe.ts';
import type { DirectionImpairment, Impairment } from '../../../result/impairment.ts';
import { SECOND } from '../../../units.ts';
import type { ErrorCode } from '../../../words/index.ts';

const SILENCE: ReadonlySet<ErrorCode> = new Set([
  'connect-timeout',
  'no-answer',
  'fell-silent',
  'large-lost',
  'udp-blocked',
  'stalled',
]);
/** A link that loses less, and answers sooner, is not to blame. */
const MUCH_LOSS = 0.5;
const LONG_ROUND_TRIP = SECOND;

/** @param patience how long an answer is waited for, ns */
export function behindLink(error: SockbenchError, impairment: Impairment, patience: number): SockbenchError {
  if (!SILENCE.has(error.code)) return error;
  const { up, down } = impairment;
  const roundTrip = up.delay + down.delay;
  if ((error.code === 'no-answer' || error.code === 'fell-silent') && roundTrip >= patience) {
    const details = { seconds: roundTrip / SECOND, patience: patience / SECOND };
    return new SockbenchError('link-slow', error.operation, details, error);
  }
  if (Math.max(lossOf(up), lossOf(down)) < MUCH_LOSS && roundTrip < LONG_ROUND_TRIP) return error;
  return new SockbenchError('link-silent', error.operation, { link: describeImpairment(impairment) }, error);
}

const lossOf = ({ loss, corrupt, burst }: DirectionImpairment): number =>
  1 - (1 - loss) * (1 - corrupt) * (1 - (burst?.ratio ?? 0));
