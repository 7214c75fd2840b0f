/** The page. */
import { type Countable, numbersIn } from '../../numbers.ts';
import { live } from '../live/live.ts';

const { counted, number, plural } = numbersIn('en');

export const html = {
  title: (what: string) => `sockbench: ${what}`,
  theme: 'Light or dark',
  measuredAt: (when: string) => `Measured ${when}`,
  verdict: {
    failed: (message: string) => `The run failed: ${message}`,
    nothing: 'Nothing was measured.',
    bothNone: (sent: Countable) =>
      `TCP and UDP both delivered ${plural(sent, 'their one probe', `all of their ${number(sent)} probes`)}.`,
    contrast: (udpLost: number, sent: number, ratio: string) =>
      `TCP delivered every probe; UDP lost ${number(udpLost)} of ${number(sent)} (${ratio}).`,
    bothLost: (tcp: string, udp: string) => `TCP lost ${tcp} of its probes, UDP ${udp}.`,
    price: (tcp: string, udp: string) =>
      `That has a price: one TCP answer in a hundred took longer than ${tcp}, with UDP ${udp}.`,
    tails: (tcp: string, udp: string) =>
      `One answer in a hundred took longer than ${tcp} with TCP and ${udp} with UDP.`,
    resent: (count: number) =>
      count === 1
        ? 'TCP sent one segment again, and what came after it had to wait.'
        : `TCP sent ${number(count)} segments again, and what came after a lost one had to wait for it.`,
    /** Where nothing shows that a segment was lost: the kernel may have lost patience. */
    resentAnyway: (count: number) =>
      `TCP sent ${plural(count, 'one segment', `${number(count)} segments`)} again.`,
    shook: (time: string) => `Before its first byte TCP shook hands: ${time}.`,
    shookEach: (time: string) =>
      `Before their first byte the TCP connections shook hands: ${time} each (median).`,
    within: (half: string, most: string) => `Half of the answers came within ${half}, 99 % within ${most}.`,
    connected: (half: string, most: string) =>
      `Half of the connections were ready within ${half}, 99 % within ${most}.`,
    lost: (lost: number, sent: number, ratio: string) =>
      `${number(lost)} of ${counted(sent, 'probe', 'probes')} ${plural(lost, 'was', 'were')} lost (${ratio}).`,
    lostNone: (sent: number) =>
      sent === 1 ? 'The one probe was answered.' : `None of ${number(sent)} probes was lost.`,
    moved: (name: string, what: string) => `${name} moved ${what}.`,
    up: (bits: string) => `${bits} up`,
    down: (bits: string) => `${bits} down`,
    and: ' and ',
  },
  headings: {
    trust: 'Before you trust these figures',
    remedy: 'What to do',
    asserts: 'Asserts',
    overTime: 'Over time',
    distribution: 'How long answers took',
    fates: live.sections.delivery,
    losses: 'Where probes were lost, and why',
    sequence: live.sections.wire,
    data: 'All figures',
    about: 'How it was measured',
    comparison: 'Comparison',
  },
  charts: {
    latency: 'Latency',
    loss: 'Loss',
    throughput: 'Goodput',
    percentiles: 'Latency by percentile',
    percentileAxis: 'percentile of answered probes',
    secondsAxis: 'seconds since the start',
    latencyAxis: 'latency',
    histogram: live.sections.histogram,
    probesAxis: 'probes',
    describe: (title: string, series: string) => `${title}. Lines: ${series}. The figures follow as a table.`,
    keys: 'Arrow keys move the cursor, Home and End jump, + and − zoom, Escape shows everything. Drag to zoom.',
    logarithmic: 'logarithmic scale',
    table: 'as a table',
    thinned: (shown: string, all: number) =>
      `Drawn from ${counted(all, 'interval', 'intervals')}; the table shows ${shown} of them, the saved data all.`,
    /** Over a shaded part of the time axis. */
    stalls: { client: 'this machine stood still', server: 'the server stood still' },
    time: 'Seconds',
    up: 'up',
    down: 'down',
  },
  strip: {
    describe: (name: string, count: number, summary: string) =>
      `${name}: the first ${plural(count, 'probe', `${number(count)} probes`)} in the order of sending. ${summary}`,
    from: (count: number, name: string) =>
      `${name}, first ${plural(count, 'probe', `${number(count)} probes`)}, left to right and top to bottom`,
  },
  causes: {
    receiverBuffer: 'receive buffer full',
    notAnswered: 'not answered',
    network: 'network',
    unknown: 'unknown',
    arrived: 'arrived',
    describe: (name: string, direction: string, what: string) => `${name} ${direction}: ${what}`,
  },
  sequence: {
    /** As on the screen: one thing has one name. */
    client: live.wire.client,
    server: live.wire.server,
    lost: live.wire.lost,
    again: live.wire.original,
    queueDropped: live.wire.full,
    corrupted: live.wire.corrupted,
    ack: 'ack',
    probe: (number: string) => `probe ${number}`,
    answer: (number: string) => `answer ${number}`,
    segment: (seq: string) => `seq ${seq}`,
    tcp: 'TCP: a segment is lost, the kernel sends it again',
    tcpPlain: 'TCP: the first packets',
    udp: 'UDP: a datagram is lost, nobody sends it again',
    udpPlain: 'UDP: the first datagrams',
    describe: (title: string, count: number) =>
      `${title}. ${counted(count, 'packet', 'packets')}, from top to bottom in time.`,
    gap: (time: string) => `${time} later`,
  },
  about: {
    command: 'Command',
    host: 'Machine',
    quality: 'Quality',
    tool: 'Tool',
    started: 'Started',
    engine: 'Engine',
    server: 'Server',
    cores: (count: number) => counted(count, 'core', 'cores'),
    /** What the control group allows of them. */
    quota: (cores: string) => `of which its control group may use ${cores} (cpu.max)`,
    memory: (bytes: string) => `${bytes} of memory`,
    download: 'Download the data (JSON)',
    definitions:
      'A probe is one numbered message (TCP) or datagram (UDP) and its answer; all times are of round trips. p50, p99: half and 99 in a hundred were faster. Send lag: how late this machine let a probe go. Response time counts from the intended time of sending, service time from the actual one. Percentiles are of answered probes. Loss counts lost and late probes.',
  },
  comparison: {
    before: 'before',
    after: 'after',
    runs: 'Runs',
    overlay: 'Latency by percentile, every run',
  },
};
