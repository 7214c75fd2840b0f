/** Bad days: what happens to whom and when, with the truth that a result must tell. Data for bad-days.test.ts. */
import type { LinkOptions } from '../../src/net/memory/link.ts';
import type { Outage } from '../../src/result/document/schema.ts';
import { SECOND } from '../../src/units.ts';
import type { Scenario } from './scenario.ts';

const ENETUNREACH = 101;
const ECONNREFUSED = 111;
const FROM = SECOND;
const TO = 3 * SECOND;
const out = (
  direction: Outage['direction'],
  cause: Outage['cause'] = 'silence',
  seconds = 2,
): Truth['outage'] => ({ direction, cause, seconds });
const away: LinkOptions = { away: [[FROM, TO]] };

/** At 500 probes/s for 5 s, threshold 1 s: 2,500 are due, 1,000 of them in the outage. */
export const BASE: Scenario = {
  transport: 'udp',
  rate: 500,
  duration: 5 * SECOND,
  lossThreshold: SECOND,
  size: 64,
};
export const DUE = 2500;

export interface Truth {
  /** Of 2,500 probes that were due. */
  readonly sent: number;
  readonly refused: number;
  readonly skipped: number;
  readonly lost: number;
  /** From 1 s on for so many seconds nothing came; null: all the time something did. */
  readonly outage: (Pick<Outage, 'direction' | 'cause'> & { readonly seconds: number }) | null;
}

const truth = (changes: Partial<Truth> = {}): Truth => ({
  sent: DUE,
  refused: 0,
  skipped: 0,
  lost: 0,
  outage: null,
  ...changes,
});

/** Over UDP, answered. */
export const ECHO_DAYS: Readonly<Record<string, readonly [Partial<Scenario>, Truth]>> = {
  'a good one': [{}, truth()],
  'sends are refused': [
    { network: { up: { refuses: [[FROM, TO, ENETUNREACH]] } } },
    truth({ sent: 1500, refused: 1000, outage: out('up', 'ownLink') }),
  ],
  'the other end says that nobody listens': [
    { network: { up: { refuses: [[FROM, TO, ECONNREFUSED]] } } },
    truth({ sent: 1500, refused: 1000, outage: out('up', 'icmp') }),
  ],
  'the path is away, both ways': [
    { network: { up: away, down: away } },
    truth({ lost: 1000, outage: out('up') }),
  ],
  'the path up is away': [{ network: { up: away } }, truth({ lost: 1000, outage: out('up') })],
  'the path down is away': [{ network: { down: away } }, truth({ lost: 1000, outage: out('down') })],
  // Due from 1 to 2 s: later than the threshold when it went on at 3 s. And no burst of its own.
  'the client stands still for 2 s': [
    { clientStall: [FROM, TO] },
    truth({ sent: 2000, skipped: 500, outage: out(null, 'ownStop') }),
  ],
  'the client stands still for 0.5 s': [
    { clientStall: [FROM, FROM + 0.5 * SECOND] },
    truth({ outage: out(null, 'ownStop', 0.5) }),
  ],
  // Everything comes, though late: neither way failed.
  'the server stands still for 0.8 s': [
    { stall: [FROM, FROM + 0.8 * SECOND] },
    truth({ outage: out(null, 'silence', 0.8) }),
  ],
};

/** One way: up and down each by itself, and both at once. */
export const STREAM_DAYS: Readonly<Record<string, readonly [Partial<Scenario>, { up: Truth; down: Truth }]>> =
  {
    'a good one': [{}, { up: truth(), down: truth() }],
    'the client’s sends are refused': [
      { network: { up: { refuses: [[FROM, TO, ENETUNREACH]] } } },
      { up: truth({ sent: 1500, refused: 1000, outage: out('up', 'ownLink') }), down: truth() },
    ],
    'the server’s sends are refused': [
      { network: { down: { refuses: [[FROM, TO, ENETUNREACH]] } } },
      { up: truth(), down: truth({ sent: 1500, refused: 1000, outage: out('down') }) },
    ],
    'the path up is away': [
      { network: { up: away } },
      { up: truth({ lost: 1000, outage: out('up') }), down: truth() },
    ],
    'the path down is away': [
      { network: { down: away } },
      { up: truth(), down: truth({ lost: 1000, outage: out('down') }) },
    ],
    'the server stands still for 2 s': [
      { stall: [FROM, TO], serverBuffer: 1e6 },
      { up: truth(), down: truth({ sent: 2000, skipped: 500, outage: out('down') }) },
    ],
  };
