/**
 * Ready-made links. A profile is a starting point for teaching, not a model of anybody's network: the comment of each
 * says which figures come from where, and which were chosen.
 */
import { type FullImpairment, NO_IMPAIRMENT } from '../result/impairment.ts';
import { MILLISECOND } from '../units.ts';

export interface Profile {
  readonly up: FullImpairment;
  readonly down: FullImpairment;
}

const MEGABIT = 1e6;
type Part = Partial<FullImpairment>;
const profile = (both: Part, up: Part = {}, down: Part = {}): Profile => ({
  up: { ...NO_IMPAIRMENT, ...both, ...up },
  down: { ...NO_IMPAIRMENT, ...both, ...down },
});

export const PROFILES: Readonly<Record<string, Profile>> = {
  /**
   * A crowded access point. Losses come in bursts, because interference and queues outlast one frame (the reason for
   * Gilbert's model: Gilbert, "Capacity of a burst-noise channel", 1960). Queue: one FIFO of 1,000 packets, Linux's
   * transmit queue, which Høiland-Jørgensen et al. ("Ending the Anomaly", USENIX ATC 2017) found in access points and
   * replaced by FQ-CoDel: `--aqm fq-codel` is the cure. The other figures were chosen.
   */
  'wifi-busy': profile({
    burst: { ratio: 0.02, meanLength: 4 },
    delay: 6 * MILLISECOND,
    jitter: 2 * MILLISECOND,
    jitterShape: 'normal',
    bandwidth: 30 * MEGABIT,
    queue: 1000,
  }),
  /**
   * Bandwidth and round trip of 12 Mbit/s and 70 ms: the "LTE" profile of WebPageTest (connectivity.ini.sample).
   * Radio links retransmit by themselves, so they lose little and wait instead. Queue: base stations keep several
   * hundred kilobytes for each user (Jiang et al., "Tackling Bufferbloat in 3G/4G Mobile Networks", IMC 2012); which of
   * them, jitter and loss were chosen.
   */
  '4g': profile({
    loss: 0.001,
    delay: 35 * MILLISECOND,
    jitter: 10 * MILLISECOND,
    jitterShape: 'normal',
    bandwidth: 12 * MEGABIT,
    queueBytes: 500_000,
  }),
  /**
   * One way over a geostationary satellite takes 239.6 to 279.0 ms by geometry alone (RFC 2488, section 2).
   * Queue: one bandwidth-delay product, the rule of Villamizar and Song ("High Performance TCP in ANSNET", 1994).
   * Bandwidth and loss were chosen.
   */
  satellite: profile(
    { loss: 0.005, delay: 270 * MILLISECOND, jitter: 5 * MILLISECOND },
    { bandwidth: 3 * MEGABIT, queueBytes: 200_000 },
    { bandwidth: 25 * MEGABIT, queueBytes: 1_700_000 },
  ),
  /** Cables and switches of one building; the queue is that of one port of a small switch. All figures were chosen. */
  'campus-lan': profile({
    loss: 0.0001,
    delay: 0.2 * MILLISECOND,
    jitter: 0.1 * MILLISECOND,
    bandwidth: 100 * MEGABIT,
    queueBytes: 128_000,
  }),
  /**
   * Bandwidths and round trip of 1.5 Mbit/s down, 384 kbit/s up and 50 ms: the "DSL" profile of WebPageTest
   * (connectivity.ini.sample). Queue: more than 600 ms up on most lines, up to some 250 ms down (Dischinger et al.,
   * "Characterizing Residential Broadband Networks", IMC 2007). Jitter and loss were chosen.
   */
  dsl: profile(
    { loss: 0.001, delay: 25 * MILLISECOND, jitter: 2 * MILLISECOND },
    { bandwidth: 0.384 * MEGABIT, queueBytes: 32_000 },
    { bandwidth: 1.5 * MEGABIT, queueBytes: 48_000 },
  ),
};
