/**
 * The table: what is measured, against what, and what it should reach. `ours` and `theirs` return one figure of one run.
 * Ratios are ours by theirs; `least` or `most` is the goal of the median.
 */

import { run } from './lib/process.mjs';
import { iperf, limit, sockbench, sockperf } from './lib/programs.mjs';

/** A room of 200 people with 500 messages a second in all; bench/chat checks that each line reaches everybody in order. */
function chatRows(root, seconds) {
  const room = async (host) => {
    const { status, out, err } = await run(process.execPath, [
      `${root}/bench/chat/main.mjs`,
      '200',
      '500',
      String(seconds),
      host,
    ]);
    if (status !== 0) throw new Error(err.trim());
    const figures = JSON.parse(out);
    if (figures.deliveries !== figures.deliveriesExpected || figures.outOfPlace > 0)
      throw new Error(
        `${figures.deliveries} of ${figures.deliveriesExpected}, ${figures.outOfPlace} out of place`,
      );
    return figures;
  };
  const work = 'chat, 200 people, 500 messages/s';
  return [
    {
      id: 'chat-delay',
      work: `${work}: p99 from sender to last receiver`,
      against: '(absolute)',
      unit: 'ms',
      mostAbsolute: 50,
      ours: async () => (await room('host')).toLastReceiverMs.p99,
    },
    {
      id: 'chat-memory',
      work: `${work}: memory of the host`,
      against: '(absolute)',
      unit: 'MiB',
      mostAbsolute: 150,
      ours: async () => (await room('host')).hostPeakMiB,
    },
    {
      id: 'chat-cpu',
      work: `${work}: CPU of the host`,
      against: 'a bare relay (bench/chat/bare.mjs)',
      unit: 'cores',
      ours: async () => (await room('host')).hostCpuShare,
      theirs: async () => (await room('bare')).hostCpuShare,
    },
  ];
}

/** Rows for one build of sockbench at `root`; `seconds` is the length of each run. */
export function rowsOf({ root, seconds, limits, has }) {
  const measured = ['--duration', `${seconds}s`, '--warmup', '500ms', '--engine', 'linux'];
  const bench = (...args) => sockbench(root, [...args, ...measured]);
  const delivered = async (...args) => {
    const { transport } = await bench('udp', '--mode', 'up', '--rate', 'max', ...args);
    return transport.loss.up.received / transport.durationSeconds;
  };
  const cpu = async (engine) => {
    const args = ['udp', '--rate', 'closed', '--clients', '16', '--warmup', '0s', '--engine', engine];
    const startUp = await sockbench(root, [...args, '--count', '16']);
    const { transport, cpu: used } = await sockbench(root, [...args, '--count', '300000']);
    const spent = used.user + used.system - startUp.cpu.user - startUp.cpu.system;
    return (spent / transport.probes.received) * 1e6;
  };
  const wall = async (args) => {
    const begun = performance.now();
    await run(process.execPath, args);
    return performance.now() - begun;
  };

  return [
    {
      id: 'tcp-echo-50',
      work: '50 closed-loop TCP clients, 64 B, round trips/s',
      against: 'bare epoll pair in C',
      unit: '/s',
      least: 0.85,
      note: "Each round trip takes the same system calls as the C pair (one send and one receive at each end, epoll shared by many). The rest is user time of both ends: header, ledger row, histograms, intervals, jitter, the server's bit for each probe; see the costs below. The C pair measures nothing.",
      ours: async () => (await bench('tcp', '--clients', '50', '--rate', 'closed')).transport.rate.achieved,
      theirs:
        limits &&
        (async () => {
          const { roundTrips, seconds: took } = await limit(limits, 'tcp-pair', [50, 64, seconds]);
          return roundTrips / took;
        }),
    },
    {
      id: 'tcp-echo-1',
      work: 'one closed-loop TCP client, 64 B, round trips/s',
      against: 'bare epoll pair in C',
      unit: '/s',
      note: 'The kernel is asked when each message came: few connections wait most of the time.',
      ours: async () => (await bench('tcp')).transport.rate.achieved,
      theirs:
        limits &&
        (async () => {
          const { roundTrips, seconds: took } = await limit(limits, 'tcp-pair', [1, 64, seconds]);
          return roundTrips / took;
        }),
    },
    {
      id: 'udp-sleeping-p50',
      work: '1 client UDP round trip p50, closed loop, sleeping',
      against: 'sockperf ping-pong --full-rtt',
      unit: 'ns',
      most: 1.05,
      ours: async () => (await bench('udp', '--rate', 'closed')).transport.latency.service.p50,
      theirs: has.sockperf && (async () => (await sockperf(seconds)).p50),
    },
    {
      id: 'udp-sleeping-rate',
      work: 'the same: round trips/s of the whole loop, bookkeeping included',
      against: 'sockperf ping-pong',
      unit: '/s',
      ours: async () => (await bench('udp', '--rate', 'closed')).transport.rate.achieved,
      theirs: has.sockperf && (async () => (await sockperf(seconds)).rate),
    },
    {
      id: 'udp-spinning-p50',
      work: '1 client UDP round trip p50, busy-polling both ends',
      against: 'spinning C pair',
      unit: 'ns',
      most: 1.4,
      ours: async () => (await bench('udp', '--rate', 'closed', '--busy-poll')).transport.latency.service.p50,
      theirs: limits && (async () => (await limit(limits, 'udp-pair', ['spin', 64, seconds])).p50),
    },
    {
      id: 'udp-flood-64',
      work: 'UDP 64 B one way, delivered/s',
      against: 'iperf3 -u -b 0 -l 64',
      unit: '/s',
      least: 4,
      ours: () => delivered('--size', '64'),
      theirs:
        has.iperf3 &&
        (async () => (await iperf(['-u', '-b', '0', '-l', '64', '-t', String(seconds)], 64)).delivered),
    },
    {
      id: 'udp-flood-1448',
      work: 'UDP 1,448 B one way, delivered bits/s',
      against: 'iperf3 -u -b 0 -l 1448',
      unit: 'bit/s',
      least: 3,
      ours: async () => (await delivered('--size', '1448')) * 1448 * 8,
      theirs:
        has.iperf3 &&
        (async () => (await iperf(['-u', '-b', '0', '-l', '1448', '-t', String(seconds)], 1448)).goodput),
    },
    {
      id: 'tcp-up',
      work: 'TCP one way, goodput',
      against: 'iperf3',
      unit: 'bit/s',
      least: 1.5,
      ours: async () => (await bench('tcp', '--mode', 'up')).transport.goodput.up,
      theirs: has.iperf3 && (async () => (await iperf(['-t', String(seconds)])).goodput),
    },
    {
      id: 'send-lag',
      work: 'send lag p99 at 10,000 probes/s, without busy polling',
      // What the machine allows: where its own p99 is above the goal, other work or the hypervisor held it up.
      against: 'a bare sleeping pair in C',
      unit: 'ns',
      mostAbsolute: 150_000,
      note: "Lags of milliseconds come in stalls, not in each probe: the median is tens of µs. In a trace of the scheduler, stalls were other threads on the generator's core (the main thread and the compiler of this process, other processes) and time that the hypervisor took; the column of the C pair shows what of it is the machine's. The thread asks for the least timer slack and slice, and snapshots cost about 0.1 ms.",
      ours: async () => (await bench('udp', '--rate', '10k')).transport.latency.sendLag.p99,
      theirs: limits && (async () => (await limit(limits, 'send-lag', [10_000, seconds])).p99),
    },
    {
      id: 'send-lag-portable',
      work: 'the same, engine portable (spins near a probe)',
      against: 'a bare sleeping pair in C',
      unit: 'ns',
      mostAbsolute: 250_000,
      ours: async () => {
        const args = ['udp', '--rate', '10k', '--duration', `${seconds}s`, '--warmup', '500ms'];
        const { transport } = await sockbench(root, [...args, '--engine', 'portable']);
        return transport.latency.sendLag.p99;
      },
      theirs: limits && (async () => (await limit(limits, 'send-lag', [10_000, seconds])).p99),
    },
    {
      id: 'tcp-9000',
      work: '9,000 TCP clients at 20,000 probes/s: memory of the largest process',
      against: '(absolute)',
      unit: 'B',
      mostAbsolute: 300 * 2 ** 20,
      ours: async () => {
        const args = ['tcp', '--clients', '9000', '--rate', '20k', ...measured];
        const { transport, memory } = await sockbench(root, args, { watch: true, timeout: 120_000 });
        if (transport.rate.achieved < 19_000) throw new Error(`only ${transport.rate.achieved} probes/s`);
        return memory;
      },
    },
    {
      id: 'cpu-per-million',
      work: 'CPU seconds for each million UDP probes echoed, both ends',
      against: 'portable engine',
      unit: 's',
      most: 0.5,
      note: 'Measured apart, user and system time: 7.8 and 5.2 s for each million on linux, 15.8 and 5.8 s on portable. The user time halves; the kernel makes nearly as many calls for either, because sixteen closed-loop flows seldom have more than one datagram to send or to receive at once, and a batch of one saves nothing.',
      ours: () => cpu('linux'),
      theirs: () => cpu('portable'),
    },
    ...chatRows(root, seconds),
    {
      id: 'version',
      work: '`sockbench --version`, wall time',
      against: 'node -e 0',
      unit: 'ms',
      most: 2,
      ours: () => wall([`${root}/dist/cli/main.js`, '--version']),
      theirs: () => wall(['-e', '0']),
    },
  ];
}
