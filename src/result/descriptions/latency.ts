/** What the names of times mean: latency, one-way delays, whose they were, stalls. */
import { type Descriptions, each } from './describe.ts';

/** A distribution of times at `path`. */
const times = (path: string, what: string): Descriptions => ({
  [path]: `${what}; null where there is none.`,
  [`${path}.count`]: 'Number of times in it.',
  [`${path}.min`]: 'The least, in ns.',
  [`${path}.mean`]: 'Mean, in ns.',
  [`${path}.stdDev`]: 'Standard deviation, in ns.',
  [`${path}.max`]: 'The most, in ns.',
  ...Object.fromEntries(
    ['p50', 'p75', 'p90', 'p95', 'p99', 'p999', 'p9999'].map((name) => [
      `${path}.${name}`,
      `Percentile ${name.length > 3 ? `${name.slice(1, 3)}.${name.slice(3)}` : name.slice(1)}, in ns.`,
    ]),
  ),
  [`${path}.confidence95`]:
    '95 % intervals of percentiles by order statistics; null where samples are too few.',
  [`${path}.confidence95.p50`]: 'Low and high end, in ns.',
  [`${path}.confidence95.p99`]: 'Low and high end, in ns.',
  [`${path}.histogram`]: 'The whole distribution in ns: HdrHistogram V2, compressed, base64.',
});

export const latencyDescriptions: Descriptions = {
  latency: 'Times of answered probes, late ones included, in ns.',
  ...times('response', 'Time from when a probe was due to its answer, in ns'),
  ...times('service', 'Time from when a probe left to its answer, in ns'),
  ...times('sendLag', 'How long after it was due a probe left, in ns'),
  ...times('connect', 'Time that connections took to be set up, in ns'),
  ...times(
    'reading',
    'How long answers lay unread, in ns, which is not in the other times; null where the kernel does not tell when they came',
  ),
  ...times(
    'network',
    'Service time without the time in the server, in ns, of answers of which it is known how long that was; null against a plain echo server',
  ),
  ...times('server', 'Time in the server, in ns (RFC 8762); null against a plain echo server'),
  'connect.synRetransmits':
    'Number of SYNs that this end sent again for them; null where the kernel does not tell.',
  'connect.failed': 'Number of connections that failed.',
  'transports.delay':
    'One-way delays as intervals that hold whatever the two clocks do; null where they cannot be told.',
  basis: 'What was known of the two clocks: nothing, that they are one, or that both are synchronised.',
  offset: "The server's wall clock less the client's.",
  'offset.low': 'At least, in ns.',
  'offset.high': 'At most, in ns.',
  driftPpm: 'How fast it grows, a number of parts per million.',
  ...each((direction, way) => ({
    [`delay.${direction}`]: `Delay ${way}.`,
    [`delay.${direction}.p50`]: 'Percentile 50: at least and at most, in ns.',
    [`delay.${direction}.p99`]: 'Percentile 99: at least and at most, in ns.',
    [`delay.${direction}.max`]: 'The most: at least and at most, in ns.',
  })),
  variation: 'Delay above the least of that direction.',
  'variation.p50': 'Percentile 50, in ns.',
  'variation.p99': 'Percentile 99, in ns.',
  'variation.max': 'The most, in ns.',
  owners:
    'Whose the response time was (closed loop: the service time), as shares that add up to 1; null where that cannot be told.',
  'owners.all': 'Over all answers.',
  slowest: 'Over the slowest 1 % of them.',
  ...Object.fromEntries(
    (
      [
        ['generator', 'the generator: probes left late'],
        ['blocked', 'sockets that had no room'],
        ['path', 'the least network round trip, which no clock can split'],
        ['up', 'the way from client to server, above its least'],
        ['down', 'the way from server to client, above its least'],
        ['server', 'the server'],
        ['unknown', 'nobody knows'],
      ] as const
    ).flatMap(([owner, what]) =>
      ['all', 'slowest'].map((part) => [`${part}.${owner}`, `Share of the time, 0..1: ${what}.`]),
    ),
  ),
  'transports.stalls':
    'Times in which the measuring threads did not run though they should have, by end: more than 1 ms beyond.',
  'stalls.client': "Of the client's threads; null: not told.",
  'stalls.server': "Of the server's thread; null: not told.",
  ...Object.fromEntries(
    ['client', 'server'].flatMap((end) => [
      [`${end}.count`, 'Number of such times.'],
      [`${end}.total`, 'Together, in ns.'],
      [`${end}.longest`, 'The longest, in ns.'],
      [
        `${end}.spans`,
        'The longest of those of 5 ms and more (64 at most), each as its begin and end in seconds since the start of the measurement.',
      ],
    ]),
  ),
};
