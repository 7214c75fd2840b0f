/**
 * Ready-made links. A profile is a starting point for teaching, not a model of anybody's network: the comment of each
 * says which figures come from where, and which were chosen.
 */
import { type DirectionImpairment, NO_IMPAIRMENT } from '../result/impairment.ts';
import { MILLISECOND } from '../units.ts';

export interface Profile {
  readonly up: DirectionImpairment;
  readonly down: DirectionImpairment;
}

const MEGABIT = 1e6;
type Part = Partial<DirectionImpairment>;
const profile = (both: Part, up: Part = {}, down: Part = {}): Profile => ({
  up: { ...NO_IMPAIRMENT, ...both, ...up },
  down: { ...NO_IMPAIRMENT, ...both, ...down },
});

export const PROFILES: Readonly<Record<string, Profile>> = {
  /**
   * A crowded access point. Losses come in bursts, because interference and queues outlast one frame (the reason for
   * Gilbert's model: Gilbert, "Capacity of a burst-noise channel", 1960). All figures were chosen.
   */
  'wifi-busy': profile({
    burst: { ratio: 0.02, meanLength: 4 },
    delay: 6 * MILLISECOND,
    jitter: 2 * MILLISECOND,
    jitterShape: 'normal',
    bandwidth: 30 * MEGABIT,
    queue: 200,
  }),
  /**
   * Bandwidth and round trip of 12 Mbit/s and 70 ms: the "LTE" profile of WebPageTest (connectivity.ini.sample).
   * Jitter, loss and queue were chosen: radio links retransmit by themselves, so they lose little and wait instead.
   */
  '4g': profile({
    loss: 0.001,
    delay: 35 * MILLISECOND,
    jitter: 10 * MILLISECOND,
    jitterShape: 'normal',
    bandwidth: 12 * MEGABIT,
    queue: 300,
  }),
  /**
   * One way over a geostationary satellite takes 239.6 to 279.0 ms by geometry alone (RFC 2488, section 2).
   * Bandwidth, loss and queue were chosen.
   */
  satellite: profile(
    { loss: 0.005, delay: 270 * MILLISECOND, jitter: 5 * MILLISECOND, queue: 500 },
    { bandwidth: 3 * MEGABIT },
    { bandwidth: 25 * MEGABIT },
  ),
  /** Cables and switches of one building. All figures were chosen. */
  'campus-lan': profile({
    loss: 0.0001,
    delay: 0.2 * MILLISECOND,
    jitter: 0.1 * MILLISECOND,
    bandwidth: 100 * MEGABIT,
    queue: 500,
  }),
  /**
   * Bandwidths and round trip of 1.5 Mbit/s down, 384 kbit/s up and 50 ms: the "DSL" profile of WebPageTest
   * (connectivity.ini.sample). Jitter, loss and queue were chosen.
   */
  dsl: profile(
    { loss: 0.001, delay: 25 * MILLISECOND, jitter: 2 * MILLISECOND, queue: 100 },
    { bandwidth: 0.384 * MEGABIT },
    { bandwidth: 1.5 * MEGABIT },
  ),
};
