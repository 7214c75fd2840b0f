/** Bad days: what happens to whom and when, with the truth that a result must tell. Data for bad-days.test.ts. */
import type { LinkOptions } from '../../src/net/memory/link.ts';
import { SECOND } from '../../src/units.ts';
import type { Scenario } from './world.ts';

export const ENETUNREACH = 101;
const FROM = 2 * SECOND;
const TO = 4 * SECOND;
const away: LinkOptions = { away: [[FROM, TO]] };

/** At 1,000 probes/s for 8 s, threshold 1 s: 8,000 are due, 2,000 of them in the outage. */
export const BASE: Scenario = {
  transport: 'udp',
  rate: 1000,
  duration: 8 * SECOND,
  lossThreshold: SECOND,
  size: 64,
};
export const DUE = 8000;

export interface Truth {
  /** Of 8,000 probes that were due. */
  readonly sent: number;
  readonly refused: number;
  readonly skipped: number;
  readonly lost: number;
}

const truth = (changes: Partial<Truth> = {}): Truth => ({
  sent: DUE,
  refused: 0,
  skipped: 0,
  lost: 0,
  ...changes,
});

/** Over UDP, answered. */
export const ECHO_DAYS: Readonly<Record<string, readonly [Partial<Scenario>, Truth]>> = {
  'a good one': [{}, truth()],
  'sends are refused': [
    { network: { up: { refuses: [[FROM, TO, ENETUNREACH]] } } },
    truth({ sent: 6000, refused: 2000 }),
  ],
  'the path is away, both ways': [{ network: { up: away, down: away } }, truth({ lost: 2000 })],
  'the path up is away': [{ network: { up: away } }, truth({ lost: 2000 })],
  'the path down is away': [{ network: { down: away } }, truth({ lost: 2000 })],
  // Due from 2 to 3 s: later than the threshold when it went on at 4 s. And no burst of its own.
  'the client stands still for 2 s': [{ clientStall: [FROM, TO] }, truth({ sent: 7000, skipped: 1000 })],
  'the client stands still for 0.5 s': [{ clientStall: [FROM, FROM + 0.5 * SECOND] }, truth()],
  'large datagrams die up': [{ size: 1400, network: { up: { largest: 1200 } } }, truth({ lost: DUE })],
  'large datagrams die down': [{ size: 1400, network: { down: { largest: 1200 } } }, truth({ lost: DUE })],
};

/** One way: up and down each by itself, and both at once. */
export const STREAM_DAYS: Readonly<Record<string, readonly [Partial<Scenario>, { up: Truth; down: Truth }]>> =
  {
    'a good one': [{}, { up: truth(), down: truth() }],
    'the client’s sends are refused': [
      { network: { up: { refuses: [[FROM, TO, ENETUNREACH]] } } },
      { up: truth({ sent: 6000, refused: 2000 }), down: truth() },
    ],
    'the server’s sends are refused': [
      { network: { down: { refuses: [[FROM, TO, ENETUNREACH]] } } },
      { up: truth(), down: truth({ sent: 6000, refused: 2000 }) },
    ],
    'the path up is away': [{ network: { up: away } }, { up: truth({ lost: 2000 }), down: truth() }],
    'the server stands still for 2 s': [
      { stall: [FROM, TO], serverBuffer: 1e6 },
      { up: truth(), down: truth({ sent: 7000, skipped: 1000 }) },
    ],
  };
