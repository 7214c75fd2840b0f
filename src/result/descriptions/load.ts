/** What the names of a load's document mean; those that every document has are a result's. */
import type { Descriptions } from './describe.ts';
import { linkDescriptions } from './link.ts';
import { resultDescriptions } from './result.ts';

/** Percentiles of an added delay at each of the paths. */
const spreads = (...paths: string[]): Descriptions =>
  Object.fromEntries(
    paths.flatMap((path) => [
      ...['p50', 'p95', 'p99'].map((name) => [
        `${path}.${name}`,
        `Percentile ${name.slice(1)}, in ns; null where nothing is known.`,
      ]),
      [`${path}.max`, 'The most, in ns; null where nothing is known.'],
    ]),
  );

const perWay = (path: string, what: string): Descriptions => ({
  [path]: `${what}.`,
  [`${path}.up`]: `${what}, from client to server; null: not loaded, or not known.`,
  [`${path}.down`]: `${what}, from server to client; null: not loaded, or not known.`,
});

export const loadDescriptions: Descriptions = {
  ...resultDescriptions,
  ...linkDescriptions,
  spec: 'What was asked for.',
  'spec.target': 'Where to; null: over an emulated link.',
  'spec.direction': 'What was to be loaded; all: up, down, and both at once, one after the other.',
  'spec.streams': 'Number of TCP streams that fill a direction.',
  'spec.phase': 'Length of a phase, in ns.',
  'spec.probeRate': 'Probes per second of each transport.',
  'spec.congestionControl': 'Congestion control that was asked for; null: none.',
  'spec.impairment': 'The emulated link; null: there was none.',
  runs: 'The probes first, then the loads in their order: each a whole result.',
  congestionControl: 'What the senders of the load used; null where nobody tells, or they differ.',
  phases: 'The phases in their order.',
  'phases.name': 'Which direction was loaded; idle: none.',
  'phases.startSeconds': 'When it began, in seconds since the probes did.',
  'phases.seconds': 'How long it lasted, in seconds.',
  'phases.settledFromSeconds':
    'From when on the goodput stayed within a tenth of what it came to, in seconds since the probes began; null: never, or not known.',
  'phases.settled': 'The goodput was steady by the middle of the phase; null: not known.',
  ...perWay('phases.goodput', 'Payload bits per second that arrived, without the first 2 s'),
  'phases.added': 'Delay of the UDP probes above the least of the idle phase, without the first 2 s.',
  ...perWay('phases.added', 'Delay above the least of the idle phase'),
  'phases.added.roundTrip': 'Of the round trip, without the time in the server.',
  ...spreads('added.up', 'added.down', 'added.roundTrip'),
  ...perWay('phases.loss', 'Losses of the UDP probes of the whole phase'),
  ...Object.fromEntries(
    ['up', 'down'].flatMap((way) => [
      [`phases.loss.${way}.sent`, 'Number of probes that were sent that way; null: not known.'],
      [`phases.loss.${way}.lost`, 'Number of them that were lost on that way; null: not known.'],
      [`phases.loss.${way}.ratio`, 'Share 0..1 of them; null: not known.'],
    ]),
  ),
  'phases.onTime':
    'Share 0..1 of the UDP probes of the whole phase that left within 1 ms of their time; null: not known.',
  ...perWay('phases.queue', 'The queue before the bandwidth of the emulated link, without the first 2 s'),
  ...Object.fromEntries(
    ['up', 'down'].flatMap((way) => [
      [
        `phases.queue.${way}.p50`,
        'Bytes that waited, for half of the time that many or more; null: not known.',
      ],
      [
        `phases.queue.${way}.p95`,
        'Bytes that waited, for 5 % of the time that many or more; null: not known.',
      ],
      [`phases.queue.${way}.max`, 'The most bytes that waited; null: not known.'],
      [`phases.queue.${way}.dropped`, 'Number of packets that it dropped.'],
      [`phases.queue.${way}.aqm`, 'Number of those that its management dropped, not because it was full.'],
      [`phases.queue.${way}.marked`, 'Number of packets that it marked (ECN).'],
    ]),
  ),
  ...perWay('phases.tcp', 'What the sending kernel says of the streams'),
  ...Object.fromEntries(
    ['up', 'down'].flatMap((way) => [
      [`phases.tcp.${way}.congestionControl`, 'Name of its congestion control.'],
      [`phases.tcp.${way}.retransmits`, 'Number of segments that were sent again.'],
      [`phases.tcp.${way}.rtt`, 'Its round trip time.'],
      [`phases.tcp.${way}.rtt.min`, 'The least, in ns.'],
      [`phases.tcp.${way}.rtt.smoothed`, 'Smoothed, in ns; null where it is not to be trusted.'],
    ]),
  ),
  'phases.whole': 'The same of the whole phase, its first 2 s too.',
  ...perWay('whole.goodput', 'Payload bits per second that arrived'),
  ...perWay('whole.added', 'Delay above the least of the idle phase'),
  'whole.added': 'Delay of the UDP probes above the least of the idle phase.',
  'phases.limitedBy':
    'Why there is no grade: the line was not full by this machine, the server’s limits, losses, too small a window or the streams themselves, the link was changed meanwhile, or nobody knows; null: nothing speaks against it.',
  'phases.runs': 'Which of the runs tell of it: the probes, and the load.',
  ...perWay('error', 'How far the least delay after the load is from that before it, in ns'),
  grade: 'Of the added p95 in the loaded direction; of both, of the worse.',
  'grade.up': 'Of the phase up; null: none is given.',
  'grade.down': 'Of the phase down; null: none is given.',
  'grade.both': 'Of the phase both; null: none is given.',
  byHand:
    'What was done by hand on the screen when what was planned was over, and what it showed; absent where nothing was. Nothing is judged by it.',
  'byHand.seconds': 'How long its probes went on, in seconds.',
  'byHand.impairment': 'The emulated link as it was when it began; null: a real line.',
  'byHand.events': 'Loads that were begun and ended, and changes of the link, in the order of time.',
  'events.atSeconds': 'When, in seconds since the probes by hand began.',
  'events.event': 'A load began or ended, or the link was changed.',
  'events.direction': 'Which direction was loaded.',
  'events.impairment': 'The link from then on, both directions.',
  ...perWay(
    'byHand.added',
    'Delay above the least so far, a point for a quarter of a second or so, the last ten minutes',
  ),
  ...perWay(
    'byHand.goodput',
    'What was carried, a point for a quarter of a second or so: in the lab all that crossed the link, elsewhere payload',
  ),
  toSeconds: 'End of the point, in seconds since the probes by hand began.',
  bitsPerSecond: 'Bits per second; null: not known.',
  thresholds: 'Limits of the grades, in ns: below the first is an A.',
};
