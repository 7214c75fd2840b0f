/** `tcp`, `udp` and `compare` on plain loopback: every mode, both engines. Outputs: printed.test.ts. */
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endAll, serving } from './command.ts';
import { noFfi } from './engines.ts';
import { measuredHere } from './in-process.ts';

afterAll(endAll);

const engines = ['portable', ...(noFfi === undefined ? ['linux'] : [])];

const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

if (!hasIPv6) console.warn('skipped: the run over IPv6, because this machine has none');

describe.each(engines)('on the %s engine', (engine) => {
  // One server for all of them; below each run has its own.
  let plain = '';
  let target = '';
  beforeAll(async () => {
    ({ target } = await serving('--engine', engine));
    plain = `${target} --engine ${engine} --duration 250ms --warmup 50ms --interval 100ms --clients 2`;
  });

  it.each(['tcp', 'udp'])(
    '%s echo: every probe is accounted for, with and without a warm-up',
    async (transport) => {
      const result = await measuredHere(`${transport} --rate 1k ${plain}`);
      const [one] = result.transports;
      expect(result.ending).toEqual({ status: 'completed' });
      expect(one).toMatchObject({ transport, mode: 'echo', clients: 2, engine });
      // A generator that the machine held up sends what is due after the end.
      expect(one!.durationSeconds).toBeGreaterThan(0.24);
      expect(one!.probes).toMatchObject({ sent: 250, received: 250, lost: 0 });
      expect(one!.warmup).toMatchObject({ sent: 50, received: 50 });
      expect(one!.rate.offered).toBe(1000);
      expect(one!.latency.response!.count).toBe(250);
      expect(one!.latency.service!.min).toBeGreaterThan(0);
      // An interval begins with the probe that is due at its start: neither the last nor the first is cut.
      expect(one!.intervals.map(({ sent }) => sent).reduce((all, sent) => all! + sent!)).toBe(250);
      expect(one!.loss.up).toMatchObject({ sent: 250, received: 250, lost: 0 });
      expect(result.effective!.engine).toBe(engine);
    },
  );

  it('tcp without a rate is a closed loop, which has no offered rate and says what it is blind to', async () => {
    const [tcp] = (await measuredHere(`tcp ${plain}`)).transports;
    expect(tcp!.rate.offered).toBeNull();
    expect(tcp!.latency).toMatchObject({ response: null, sendLag: null });
    expect(tcp!.latency.service!.count).toBe(tcp!.probes!.received);
    expect(tcp!.quality.warnings.map(({ code }) => code)).toContain('closed-loop');
  });

  it.each(['tcp', 'udp'])(
    '%s up, down and both: what one end sent, the other end counted',
    async (transport) => {
      for (const mode of ['up', 'down', 'both']) {
        const [one] = (await measuredHere(`${transport} --mode ${mode} --rate 400 ${plain}`)).transports;
        const { up, down } = one!.loss;
        expect(one!.latency).toMatchObject({ response: null, service: null });
        expect(mode === 'down' ? up : up!.sent).toBe(mode === 'down' ? null : 100);
        expect(mode === 'up' ? down : down!.sent).toBe(mode === 'up' ? null : 100);
        for (const direction of [up, down])
          if (direction !== null) expect(direction.received).toBe(direction.sent);
        expect(one!.probes === null).toBe(mode === 'both');
        expect(one!.goodput.up === null).toBe(mode === 'down');
        expect(one!.goodput.down === null).toBe(mode === 'up');
        expect(one!.warmup!.received).toBe(one!.warmup!.sent);
      }
    },
  );

  // A flood that begins late sends one batch and no more.
  it.each(['tcp', 'udp'])('a %s flood of less than a second goes on to its end', async (transport) => {
    const [one] = (await measuredHere(`${transport} --mode up --rate max --size 1Ki ${plain}`)).transports;
    expect(one!.loss.up!.sent).toBeGreaterThan(100);
    expect(one!.intervals.length).toBeGreaterThanOrEqual(1);
    expect(one!.intervals.reduce((all, { sent }) => all + sent!, 0)).toBe(one!.loss.up!.sent);
  });

  it('ends by count, to the probe, whatever the number of threads', async () => {
    const line = `udp --count 101 --rate 2k --clients 3 --threads 2 --per-flow --engine ${engine}`;
    const result = await measuredHere(line);
    const [udp] = result.transports;
    expect(udp!.probes!.sent).toBe(101);
    expect(udp!.warmup).toBeNull();
    expect(udp!.flows!.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(result.effective).toMatchObject({ duration: null, threads: 2, engine });
  });
});

it('mode connect makes a connection for each probe, and tells how long that took', async () => {
  const [tcp] = (await measuredHere('tcp --mode connect --count 60 --clients 4 --interval 50ms')).transports;
  expect(tcp!.probes).toMatchObject({ sent: 60, received: 60, errors: 0 });
  expect(tcp!.connect).toMatchObject({ count: 60, failed: 0 });
  expect(tcp!.connect!.min).toBeGreaterThan(0);
});

it('compare runs both transports at the same load, at the same time', async () => {
  const result = await measuredHere('compare --rate 200 --duration 300ms --warmup 0ms');
  expect(result.transports.map(({ transport }) => transport)).toEqual(['tcp', 'udp']);
  expect(result.effective!.together).toBe(true);
  for (const one of result.transports) {
    expect(one.probes).toMatchObject({ sent: 60, received: 60 });
    expect(one.rate.offered).toBe(200);
  }
  const inTurn = await measuredHere('compare --mode up --duration 100ms --warmup 0ms');
  expect(inTurn.effective!.together).toBe(false);
  expect(inTurn.transports).toHaveLength(2);
});

/** Answers that a busy machine brings after the last planned interval have intervals of their own. */
const PLANNED = 4;

describe('options', () => {
  it('understand units', async () => {
    const { spec, effective, transports } = await measuredHere(
      'udp --bitrate 512k --size 1Ki --duration 0.2s --warmup 0ms --interval 50ms --loss-threshold 1s',
    );
    expect(spec).toMatchObject({ size: 1024, duration: 200e6, interval: 50e6, lossThreshold: 1e9 });
    expect(effective!.rate['udp']).toBe(62.5);
    expect(transports[0]!.bytes.sent).toBe(transports[0]!.probes!.sent! * 1024);
    expect(transports[0]!.intervals.length).toBeGreaterThanOrEqual(PLANNED);
    expect(transports[0]!.intervals[1]!.startSeconds).toBe(0.05);
  });

  it.skipIf(!hasIPv6)('-6 goes over IPv6', async () => {
    const result = await measuredHere('tcp -6 --count 20');
    expect(result.effective!.serverAddress).toMatch(/^\[::1\]:\d+$/);
    expect(result.transports[0]!.probes!.received).toBe(20);
  });

  it('socket options are taken', async () => {
    const line =
      'udp --count 20 --send-buffer 256Ki --receive-buffer 256Ki --dscp 46 --arrivals poisson --seed 5';
    const { spec, transports } = await measuredHere(line);
    expect(spec).toMatchObject({ sendBuffer: 262_144, receiveBuffer: 262_144, dscp: 46, seed: 5 });
    expect(transports[0]!.probes).toMatchObject({ sent: 20, received: 20, refused: {} });
  });
});
