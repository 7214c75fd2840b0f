/** How much the lab carries with CoDel and ECN, beside how much without: in turn, so that both meet the same machine. */
import { sockbench } from '../lib/programs.mjs';
import { median } from '../lib/statistics.mjs';
import { mbit, percent } from './figures.mjs';

const ROUNDS = 3;
/** More than it carries: the queue is that of the link, and its management sees every packet. */
const LINK = ['--bandwidth', '10G', '--queue', '10000', '--seed', '7'];
const RUN = ['tcp', '--mode', 'up', '--duration', '3s', '--warmup', '1s', ...LINK];

export async function carries(root) {
  const goodput = async (...more) => (await sockbench(root, [...RUN, ...more])).transport.goodput.up;
  const pairs = [];
  for (let round = 0; round < ROUNDS; round++) {
    const without = await goodput();
    pairs.push({ without, managed: await goodput('--aqm', 'codel', '--ecn') });
    console.error(`carries: ${mbit(pairs.at(-1).managed)} of ${mbit(without)}`);
  }
  const share = median(pairs.map(({ without, managed }) => managed / without));
  const one = (name) => mbit(median(pairs.map((pair) => pair[name])));
  return {
    id: 'carries',
    goal: 'at least 90 %',
    says: `${percent(share)} (${one('managed')} of ${one('without')}, medians of ${ROUNDS} rounds of 3 s in turn)`,
    met: share >= 0.9,
    pairs,
  };
}
