/** Lines whose truth is known, what is asked of each, and how a document is held against it. Pure. */
import { MS, mbit, ms, near, percent } from './figures.mjs';

/** A full queue of so many bytes at so many bits per second makes everybody wait so long, and the other direction not at all. */
const full = (id, way, bytes, bits, options) => ({
  id,
  options: `--direction ${way} ${options}`,
  goal: `${way}: p95 within 3 % of ${ms((bytes * 8e9) / bits)}; the other way below 2 ms`,
  judge: ({ phases }) => {
    const { added } = phases.at(-1);
    const other = added[way === 'up' ? 'down' : 'up'];
    return {
      says: `${ms(added[way].p95)}, other way ${ms(other.p95)}`,
      met: near(added[way].p95, (bytes * 8e9) / bits, 0.03) && other.p95 < 2 * MS,
    };
  },
});

const LINE = '--bandwidth 10M --delay 10ms';
const UNEQUAL = '--bandwidth up=5M,down=20M --delay 10ms --queue up=75kB,down=150kB';
const managed = (id, options, most, about) => ({
  id,
  options: `--direction up ${LINE} ${options}`,
  goal: `p95 below ${most} ms, and the goodput of ${about} within 5 %`,
  judge: ({ phases }, before) => {
    const { added, goodput } = phases.at(-1);
    const share = goodput.up / before.get(about).phases.at(-1).goodput.up;
    return {
      says: `${ms(added.up.p95)}, ${mbit(goodput.up)} (${percent(share)})`,
      met: added.up.p95 < most * MS && share > 0.95,
    };
  },
});

export const CASES = [
  full('30kB', 'up', 30e3, 10e6, `${LINE} --queue 30kB`),
  full('150kB', 'up', 150e3, 10e6, `${LINE} --queue 150kB`),
  full('150kB-down', 'down', 150e3, 10e6, `${LINE} --queue 150kB`),
  full('600kB', 'up', 600e3, 10e6, `${LINE} --queue 600kB`),
  full('unequal-up', 'up', 75e3, 5e6, UNEQUAL),
  full('unequal-down', 'down', 150e3, 20e6, UNEQUAL),
  {
    id: '100-packets',
    options: `--direction up ${LINE} --queue 100`,
    fates: true,
    goal: 'p95 within 3 % of the sojourn of the same probes in the link’s log',
    judge: (document, _, fates) => {
      const truth = sojournOf(document, fates);
      const { p95 } = document.phases.at(-1).added.up;
      return { says: `${ms(p95)}, log ${ms(truth)}`, met: near(p95, truth, 0.03) };
    },
  },
  {
    id: 'one-cubic',
    options: `--direction up ${LINE} --queue 150kB --streams 1`,
    goal: 'for comparison',
    judge: ({ phases }) => ({ says: ms(phases.at(-1).added.up.p95), met: null }),
  },
  {
    id: 'one-bbr',
    options: `--direction up ${LINE} --queue 150kB --streams 1 --congestion bbr`,
    goal: 'p95 below a quarter of one CUBIC stream’s',
    judge: ({ phases }, before) => {
      const [own, cubic] = [phases, before.get('one-cubic').phases].map((all) => all.at(-1).added.up.p95);
      return { says: ms(own), met: own < cubic / 4 };
    },
  },
  {
    id: 'four-bbr',
    options: `--direction up ${LINE} --queue 150kB --congestion bbr`,
    goal: 'they fill it: p95 above a quarter of one CUBIC stream’s',
    judge: ({ phases }, before) => {
      const [own, cubic] = [phases, before.get('one-cubic').phases].map((all) => all.at(-1).added.up.p95);
      return { says: ms(own), met: own > cubic / 4 };
    },
  },
  managed('codel', '--queue 150kB --aqm codel --streams 1', 25, 'one-cubic'),
  managed('codel-four', '--queue 150kB --aqm codel', 25, '150kB'),
  managed('fq-codel', '--queue 150kB --aqm fq-codel', 5, '150kB'),
  {
    id: 'codel-ecn',
    options: `--direction up ${LINE} --queue 150kB --aqm codel --ecn`,
    fates: true,
    goal: 'it marks, and its management drops nothing that it could have marked',
    judge: ({ phases }, _, fates) => {
      const { marked } = phases.at(-1).queue.up;
      const dropped = fates.filter(({ direction, queueDrop }) => direction === 'up' && queueDrop === 'aqm');
      // Not ECN-capable (RFC 3168, sections 5 and 6.1): datagrams of probes, what opens, pure acknowledgements, what is sent again.
      const data = dropped.filter(({ tcp }) => tcp !== undefined && tcp.length > 0);
      const fresh = data.filter(({ tcp }) => tcp.retransmissionOf === undefined);
      return {
        says: `${marked} marked; dropped ${dropped.length} that cannot be marked, ${fresh.length} that could`,
        met: marked > 0 && fresh.length === 0,
      };
    },
  },
];

/** p95 of what the log says of the probes whose delays the phase is made of, ns. */
function sojournOf({ phases, runs }, fates) {
  const { startSeconds, seconds } = phases.at(-1);
  const { sent, up } = runs[0].transports.find(({ transport }) => transport === 'udp').samples;
  const [from, to] = [(startSeconds + 2) * 1e9, (startSeconds + seconds) * 1e9];
  const waited = fates
    .filter(
      ({ protocol, direction, probe }) => protocol === 'udp' && direction === 'up' && probe?.warmup === false,
    )
    .filter(({ probe: { number } }) => sent[number] >= from && sent[number] < to && up[number] !== null)
    .map(({ sojourn }) => sojourn)
    .sort((a, b) => a - b);
  return waited[Math.ceil(0.95 * waited.length) - 1];
}
