/** What the names of a result mean, with their units, for the published schema. A name without a text fails a test. */
import { agentDescriptions } from './agents.ts';
import type { Descriptions } from './describe.ts';
import { linkDescriptions } from './link.ts';
import { specDescriptions } from './spec.ts';
import { wrongDescriptions } from './wrong.ts';

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

/** The same figures of the one direction and of the other. */
const each = (table: (direction: string, way: string) => Descriptions): Descriptions => ({
  ...table('up', 'from client to server'),
  ...table('down', 'from server to client'),
});

export const resultDescriptions: Descriptions = {
  ...specDescriptions,
  ...linkDescriptions,
  ...agentDescriptions,
  schema: 'Name and version of this document.',
  tool: 'What wrote it.',
  'tool.name': 'Its name.',
  'tool.version': 'Its version.',
  startedAt: 'When the run began (ISO 8601).',
  command: 'The command line.',
  host: 'The machine of the client.',
  os: 'Operating system and architecture.',
  kernel: 'Version of its kernel.',
  cpu: 'Model of its processor.',
  cores: 'Number of processors.',
  memoryBytes: 'Memory in bytes.',
  runtime: 'Version of Node.js.',

  ending: 'How the run ended.',
  'ending.status': 'completed; interrupted: the result so far; failed: see code and message.',
  'ending.code': 'Which failure; stable.',
  'ending.operation': 'What was being done.',
  'ending.address': 'Address that it is about.',
  'ending.message': 'What happened, in English.',
  'ending.remedy': 'What to do, in English.',
  'ending.details': 'What the sentence is made from.',

  transports: 'One entry for each transport that was measured, TCP before UDP.',
  transport: 'Which transport.',
  'transports.engine': 'Engine that was used.',
  'transports.startedAt': 'When its measured part began (ISO 8601).',
  samples: 'Times of the first 10,000 probes in the order of sending; null where they were not asked for.',
  'samples.sent': 'When each left, in ns since the start of the measured part.',
  'samples.up':
    'Delay from client to server above the least of that direction, in ns; null where it is not known.',
  'samples.down':
    'Delay from server to client above the least of that direction, in ns; null where it is not known.',
  'samples.roundTrip': 'Round trip without the time in the server, in ns; null where none came.',
  durationSeconds: 'Length of the measurement in seconds.',
  rate: 'Rates of probes.',
  offered: 'Probes per second that were to leave; null in closed loop and in floods.',
  achieved: 'Probes per second that left.',
  warmup: 'Counts of the warm-up, which are no part of the others; null: none.',
  probes: 'Number of probes by fate; null in mode both, whose counts are in loss.up and loss.down.',
  bytes: 'Payload bytes.',
  'transports.bytes.sent': 'Payload bytes that left.',
  'transports.bytes.received': 'Payload bytes that arrived.',
  sent: 'Number of probes that left.',
  received: 'Number of probes whose first intact copy came in time.',
  lost: 'Number of probes of which no copy came.',
  due: 'Number of probes that were to leave: those that left, and those that did not.',
  unsent: 'Number of probes that were due and never left; null where that cannot be known.',
  'unsent.refused': 'Number that the system refused to send.',
  skipped: 'Number that were too late to be offered to the system.',
  open: 'Number of probes of which nobody knows whether they would have come: the waiting was cut short, or it was a TCP stream with messages on their way.',
  undelivered:
    'Due and never answered (one way: never arrived), for whatever reason; null where nothing is due, or it cannot be known.',
  'undelivered.count': 'Number of such probes.',
  'undelivered.ratio': 'Share of the probes that were due, 0..1.',
  'transports.outages':
    'Times in which nothing came though something was due: beyond the least round trip for the greater of ten probe intervals and 200 ms (TCP: 1 s), and rarer than one in a million under the losses of the run. Over TCP, a gap that ends with a retransmission is none.',
  'transports.outages.direction': 'Which way failed; null where that is not known, or neither did.',
  'transports.outages.cause':
    "Why: ownLink, this machine's link was down; ownStop, this program did not run; peerEnded, the other end had gone; icmp, the network said that it does not get there; silence, nobody tells.",
  late: 'Number of probes whose first copy came after the loss threshold; null one way.',
  duplicates: 'Number of copies beyond the first; null over TCP.',
  reordered: 'Number of probes that were overtaken (RFC 4737); null over TCP.',
  corrupt: 'Number of damaged copies; null where nobody can tell.',
  foreign: 'Number of datagrams that belong to nobody here; null over TCP.',
  refused: 'Number of sends that the system refused, by the name of the error.',
  errors: 'Number of probes or connections that failed otherwise.',
  ...wrongDescriptions,
  goodput: 'Payload that arrived in a span of time measured at its receiver, bits per second.',
  'transports.loss': 'What was lost, where, and how sure that is.',
  'loss.ratio': '(lost + late) / sent, a share 0..1 (RFC 7680); null where it cannot be known.',
  'loss.confidence95': '95 % interval of the ratio, shares 0..1; null where batches are too few.',
  confidenceMethod: "How the interval was found: Wilson's, or by means of batches.",
  runLengths:
    'Number of runs of consecutive losses by their length (RFC 3357); null where it cannot be known.',
  causes: 'Number of losses by cause; null where nobody can tell.',
  receiverBuffer: "Number that the receiving socket's buffer had no room for.",
  notAnswered: 'Number that the server had but could not answer.',
  network: 'Number that the network lost.',
  unknown: 'Number whose cause cannot be told.',
  ...each((direction, way) => ({
    [`goodput.${direction}`]: `Payload bits per second ${way}; null where nothing went that way or it cannot be known.`,
    [`loss.${direction}`]: `Counts ${way}; null against a plain echo server.`,
    [`loss.${direction}.ratio`]: `Share lost ${way}, 0..1.`,
    [`loss.${direction}.received`]: `Number of probes that arrived ${way}.`,
    [`loss.${direction}.lost`]: `Number of probes that did not arrive ${way}.`,
    [`jitter.${direction}`]: `Jitter ${way}, in ns.`,
    [`tcp.${direction}`]: `What the kernel of the sender ${way} tells; null where it tells nothing.`,
    [`tcp.${direction}.retransmits`]: 'Number of segments that it sent again.',
  })),
  'transports.reordering': 'Reordering (RFC 4737); null over TCP.',
  'reordering.ratio': 'Share of received probes that were overtaken, 0..1.',
  maxExtent: 'The largest number of places by which a probe was late.',
  extents: 'Number of reordered probes by extent.',
  'transports.jitter': 'Interarrival jitter (RFC 3550), in ns.',
  roundTrip: 'Jitter of round trips, in ns.',
  ipdv: 'Difference of delay between consecutive probes (RFC 3393), in ns; null where it cannot be known.',
  delayVariation: "Delay beyond the flow's least (RFC 5481), in ns; null where it cannot be known.",
  ...Object.fromEntries(
    ['ipdv', 'delayVariation'].flatMap((name) => [
      [`${name}.p50`, 'Percentile 50, in ns.'],
      [`${name}.p99`, 'Percentile 99, in ns.'],
      [`${name}.max`, 'The most, in ns.'],
    ]),
  ),
  latency: 'Times of answered probes, late ones included, in ns.',
  ...times('response', 'Time from when a probe was due to its answer, in ns'),
  ...times('service', 'Time from when a probe left to its answer, in ns'),
  ...times('sendLag', 'How long after it was due a probe left, in ns'),
  ...times('connect', 'Time that connections took to be set up, in ns'),
  ...times(
    'reading',
    'How long answers lay unread, in ns, which is not in the other times; null where the kernel does not tell when they came',
  ),
  ...times('network', 'Service time without the time in the server, in ns; null against a plain echo server'),
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
    ]),
  ),
  blocked: 'Probes that waited because their connection was full; null where that cannot be.',
  'blocked.count': 'Number of such probes.',
  total: 'Their waiting times together, in ns.',
  'blocked.max': 'The longest of them, in ns.',
  'transports.tcp': 'What the kernels tell of TCP; null where none does.',
  'tcp.retransmits': 'Number of segments that both senders sent again.',
  rtt: "The kernel's round trip times, in ns.",
  'rtt.min': 'The least that it saw, in ns.',
  'rtt.smoothed':
    "The kernel's smoothed value, in ns; null where delayed acknowledgements spoil it: where this end did not send as fast as it could.",
  congestionWindow: 'Congestion window at the end, number of segments.',
  'tcp.up.congestionControl': 'Congestion control in use.',
  'tcp.down.congestionControl': 'Congestion control in use.',

  intervals: 'The run in pieces; each probe belongs to the interval in which it was sent.',
  startSeconds: 'Begin, in seconds since the start of the measurement.',
  endSeconds: 'End, in seconds since the start of the measurement.',
  overdue:
    'Number of probes that passed the loss threshold in it without an answer: lost, or late as it turns out; over all intervals of a run as many as are lost and late in its result.',
  unresolved: 'Number of probes whose fate was open when the interval was told.',
  bytesUp:
    'Payload bytes that arrived at the server in it, whatever probes they belong to; null where the server does not tell (yet), and after the measured time.',
  bytesDown:
    'Payload bytes that arrived at the client in it, whatever probes they belong to; null after the measured time.',
  'intervals.retransmits': 'Number of TCP segments sent again in it; null where nobody tells.',
  'intervals.p50': 'Percentile 50 of the latency in it, in ns.',
  'intervals.p99': 'Percentile 99 of the latency in it, in ns.',
  'intervals.max': 'The slowest answer in it, in ns.',
  flows: 'Counts of each flow; null without --per-flow.',
  'flows.id': 'Number of the flow, from 0.',
  'flows.p50': 'Percentile 50 of its latency, in ns.',
  'flows.p99': 'Percentile 99 of its latency, in ns.',
  delivery: 'Fates of the first 10,000 probes in the order of sending; null one way.',
  'delivery.probes': 'Number of probes in it.',
  fates:
    'Run-length coded: 3.1x is three arrived, one lost. Codes: . arrived, x lost, u lost up, n lost down, l late, d duplicated, o out of order, w waited, s left or read late because the thread of this end stood still, h waited behind a lost segment.',

  quality: 'How far the figures can be trusted.',
  generator: 'What the generator threads were like.',
  utilisation: 'Share of the time in which they worked, 0..1.',
  sendLagP99: 'Percentile 99 of the send lag, in ns.',
  saturated: 'Whether the generator was the bottleneck; null where that cannot be said.',
  timestampSource: 'Who stamps arrivals: the kernel, the program, or virtual time.',
  stamps: 'Who told each of the four times of a probe: kernel, the program (user), or virtual time.',
  'stamps.sent': 'When the probe left; null where nothing was sent.',
  'stamps.serverReceived': 'When it came to the server; null: not told.',
  'stamps.serverSent': 'When the answer left there; null: not told.',
  'stamps.received': 'When the answer came.',
  clockResolution: 'The smallest step of the clock that was seen, in ns.',
  screen: 'Whether a screen was drawn during the run.',
  warnings: 'What limits the trust in the figures.',
  'quality.trust': 'How far the figures can be trusted, and why no further.',
  'trust.level':
    'good: nothing limits it; limited: read the warnings first; poor: the figures are not those of the network.',
  'trust.because': 'Codes of the warnings that decide it, the weightiest first.',
  'warnings.code': 'Which warning; stable.',
  'warnings.message': 'In English.',
  'warnings.remedy': 'What to do, in English; null: nothing.',
  'warnings.details': 'What the sentence is made from.',

  asserts: 'Gates and what came of them.',
  expression: 'The gate, as it was given.',
  value:
    "The measured value: a number in the figure's unit (ns, share 0..1, bits per second, count), or a word; null where unknown, and then it does not hold.",
  holds: 'Whether the gate holds.',
};
