import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../../src/measure/histogram.ts';
import { Ledger } from '../../../../src/measure/ledger/ledger.ts';
import { liveSnapshot } from '../../../../src/run/client/live/live.ts';
import type { GeneratorSnapshot } from '../../../../src/run/client/live/reported.ts';
import type { TransportPlan } from '../../../../src/run/client/plan/effective.ts';
import { QUIET } from '../../../fixtures/server-snapshot.ts';

const SECOND = 1e9;

function planOf(mode: TransportPlan['mode']): TransportPlan {
  return {
    transport: 'udp',
    mode,
    clients: 1,
    rate: 100,
    size: 64,
    duration: 10 * SECOND,
    count: Number.POSITIVE_INFINITY,
  } as TransportPlan;
}

function shown(
  mode: TransportPlan['mode'],
  part: Partial<GeneratorSnapshot>,
  server: { received: number; sent: number; seen?: number },
  heard = { sent: 0, received: 0 },
) {
  const worker = {
    now: 2 * SECOND,
    phase: 'running',
    ledger: null,
    stream: null,
    utilisation: null,
    tcp: null,
    ...part,
  } as GeneratorSnapshot;
  return liveSnapshot([worker], {
    plan: planOf(mode),
    connected: 1,
    measuredFrom: 0,
    server: { ...QUIET, ...server },
    plainEcho: false,
    warnings: [],
    heard,
    held: undefined,
    before: undefined,
    lags: new Histogram().data(),
  });
}

function echoed(sent: number, answered: number): Partial<GeneratorSnapshot> {
  const ledger = new Ledger({
    flows: 1,
    lossThreshold: 3 * SECOND,
    interval: SECOND,
    start: 0,
    openLoop: true,
    tcp: false,
  });
  for (let number = 0; number < sent; number++) ledger.sent(0, number, number * 1e6, number * 1e6);
  for (let number = 0; number < answered; number++) ledger.arrived(0, number, number * 1e6 + 1000);
  return { ledger: ledger.snapshot(2 * SECOND) };
}

const stream = (sent: number, received: number): Partial<GeneratorSnapshot> => ({
  stream: { sent, received, down: null, sendLag: null },
});

describe('directions of a run that goes on: the server speaks once a second', () => {
  it('echo: what is lost on the way down is not blamed on the way up, however long ago the server spoke', () => {
    const { up, down } = shown(
      'echo',
      echoed(200, 195),
      { received: 100, sent: 100, seen: 100 },
      { sent: 103, received: 90 },
    );
    expect(up).toMatchObject({ sent: 100, received: 100, lost: 0 });
    expect(down).toMatchObject({ sent: 100, received: 90, lost: null });
  });

  it('echo: what is missing at the server below the highest number is lost up', () => {
    const { up, down } = shown(
      'echo',
      echoed(200, 150),
      { received: 180, sent: 180, seen: 190 },
      { sent: 195, received: 178 },
    );
    expect(up).toMatchObject({ sent: 190, received: 180, lost: 10 });
    expect(down).toMatchObject({ sent: 180, received: 178 });
  });

  it('echo: an answer that came back proves its request, whatever the server had told by then', () => {
    const server = { received: 180, sent: 180, seen: 190 };
    const { up, down } = shown('echo', echoed(300, 250), server, { sent: 250, received: 220 });
    expect(up).toMatchObject({ sent: 230, received: 220, lost: 10 });
    expect(down).toMatchObject({ sent: 220, received: 220 });
    const first = shown('echo', echoed(300, 250), { received: 0, sent: 0 }, { sent: 125, received: 122 });
    expect([first.up?.sent, first.up?.received, first.up?.lost]).toEqual([125, 122, null]);
  });

  it('one-way: both ends as of when the server spoke', () => {
    const { up, down } = shown(
      'both',
      stream(200, 300),
      { received: 98, sent: 104 },
      { sent: 100, received: 101 },
    );
    expect([up?.sent, up?.received, down?.sent, down?.received]).toEqual([100, 98, 104, 101]);
  });

  it('one-way: nothing is received before it was sent', () => {
    const { up, down } = shown(
      'both',
      stream(200, 300),
      { received: 103, sent: 100 },
      { sent: 100, received: 102 },
    );
    expect([up?.sent, up?.received, down?.sent, down?.received]).toEqual([103, 103, 102, 102]);
  });

  it('a rate of what this side does not send is unknown, and nothing is called lost', () => {
    const snapshot = shown('down', stream(0, 300), { received: 0, sent: 300 });
    expect(snapshot.rate.achieved).toBeNull();
    expect([snapshot.up, snapshot.down?.lost]).toEqual([null, null]);
  });
});

it('times of a run of new connections are those of its probes', () => {
  const { latencyKind, total } = shown('connect', echoed(10, 10), { received: 10, sent: 10 });
  expect([latencyKind, total.max]).toEqual(['response', 1000]);
});

it('the time of a run ends with its plan: what is awaited afterwards is no part of it', () => {
  const at = (seconds: number) =>
    shown('echo', { ...echoed(10, 10), now: seconds * SECOND }, { received: 10, sent: 10 }).elapsed;
  expect([at(2), at(10), at(12.5)]).toEqual([2 * SECOND, 10 * SECOND, 10 * SECOND]);
});
