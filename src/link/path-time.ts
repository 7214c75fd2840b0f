/** How long a round trip over an emulated link may take, for whoever has to wait for one. */
import { type DirectionImpairment, type Impairment, inFull } from '../result/impairment.ts';
import { MILLISECOND, SECOND } from '../units.ts';
import { longestDelay } from './delay/delay.ts';

const LARGEST_PACKET = 1500;
/** What is to be overtaken waits for so long where nothing overtakes it. */
const HOLD = 100 * MILLISECOND;
/** A managed queue has room for much that its management never lets wait. */
const MOST_MANAGED = SECOND;
/** Nobody waits longer for a queue. */
const MOST_QUEUED = 60 * SECOND;

/** ns: the longest delay of each direction, behind a queue that is full. */
export const longestRoundTrip = ({ up, down }: Impairment): number => longestWay(up) + longestWay(down);

function longestWay(direction: DirectionImpairment): number {
  const link = inFull(direction);
  const { bandwidth, queue, queueBytes, aqm, reorder } = link;
  if (bandwidth === null) return longestDelay(link) + (reorder > 0 ? HOLD : 0);
  const full = (queueBytes ?? queue * LARGEST_PACKET) + LARGEST_PACKET;
  const queued = Math.min((full * 8 * SECOND) / bandwidth, aqm === 'none' ? MOST_QUEUED : MOST_MANAGED);
  return longestDelay(link) + queued + (reorder > 0 ? HOLD : 0);
}
