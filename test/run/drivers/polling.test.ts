import { setTimeout as later } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { FlowEnd, Port } from '../../../src/net/port.ts';
import { PollingDriver } from '../../../src/run/drivers/polling.ts';
import type { Engine } from '../../../src/session/engine.ts';
import type { Nanos } from '../../../src/units.ts';
import type { Batch } from '../../../src/wire/batch.ts';

const SLICE = 10e6;
const running: PollingDriver[] = [];
afterEach(() => {
  for (const driver of running.splice(0)) driver.stop();
});

/** A port that blocks, in a time of its own: each wait lasts as long as asked (at least 10,000 ns), each send 1,000 ns. */
function world({
  deadline = Number.POSITIVE_INFINITY,
  timestampSource = 'user',
  patient,
}: {
  deadline?: number;
  timestampSource?: 'user' | 'kernel';
  patient?: boolean;
} = {}) {
  const log: string[] = [];
  const waits: number[] = [];
  const undisturbed: boolean[] = [];
  const ends: FlowEnd[] = [];
  const prepared: Batch[][] = [];
  const used = new Set<Batch>();
  let now = 0;
  let arrivals = 0;
  let due = 0;
  let polled = 0;
  const port = {
    capabilities: { timestampSource },
    prepare: (...batches: Batch[]) => prepared.push(batches),
    receive(batch: Batch) {
      used.add(batch);
      batch.count = arrivals;
      arrivals = 0;
    },
    ended: () => ends.splice(0),
    send(batch: Batch) {
      used.add(batch);
      log.push(`send ${batch.count} stamped at ${batch.stampAt}`);
      now += 1000;
    },
    wait(timeout: number, quiet = false) {
      waits.push(timeout);
      undisturbed.push(quiet);
      now += Math.max(10_000, timeout);
    },
  } as unknown as Port;
  const engine = {
    ingest: (batch: Batch, at: Nanos) => log.push(`ingest ${batch.count} at ${at}`),
    poll(at: Nanos, out: Batch) {
      polled++;
      out.count = due;
      due = 0;
      return (deadline === Number.POSITIVE_INFINITY ? deadline : at + deadline) as Nanos;
    },
    sent: (batch: Batch) => log.push(`sent ${batch.count}`),
    flowEnded: (flow: number, errno: number | null) => log.push(`ended ${flow} ${errno}`),
    finished: false,
    patient,
  } as Engine;
  const driver = new PollingDriver(port, engine, () => now as Nanos, 24, { capacity: 8 });
  running.push(driver);
  return {
    log,
    waits,
    undisturbed,
    ends,
    prepared,
    used,
    driver,
    arrive: (count: number) => (arrivals = count),
    make: (count: number) => (due = count),
    time: () => now,
    polls: () => polled,
  };
}

describe('the polling driver', () => {
  it('hands over arrivals, then ends, then what is due, and what became of it', async () => {
    const { driver, log, ends, arrive, make } = world();
    arrive(3);
    make(2);
    ends.push({ flow: 1, errno: 104 });
    driver.start();
    await later(5);
    expect(log).toEqual(['ingest 3 at 0', 'ended 1 104', 'send 2 stamped at 24', 'sent 2']);
  });

  it('sleeps in the port until the deadline, and never longer than a slice', async () => {
    const near = world({ deadline: 100_000 });
    near.driver.start();
    const far = world();
    far.driver.start();
    await later(5);
    expect(new Set(near.waits)).toEqual(new Set([100_000]));
    expect(new Set(far.waits)).toEqual(new Set([SLICE]));
  });

  it.each([
    ['the engine answers what arrives', { timestampSource: 'kernel', patient: false }, false],
    ['nobody says when it arrived', { timestampSource: 'user', patient: true }, false],
    ['arrivals are stamped and nothing answers them', { timestampSource: 'kernel', patient: true }, true],
  ] as const)('lets arrivals wake it, or not: %s', async (_, given, quiet) => {
    const near = world({ ...given, deadline: 100_000 });
    near.driver.start();
    const far = world({ ...given, deadline: 2e6 });
    far.driver.start();
    await later(5);
    expect(new Set(near.undisturbed)).toEqual(new Set([quiet]));
    // What arrives waits in a buffer of the kernel: not for long.
    expect(new Set(far.undisturbed)).toEqual(new Set([false]));
  });

  it('gives its turn away when what was due has left, not when it comes due', async () => {
    const { driver, waits, polls } = world({ deadline: 400_000 });
    driver.start();
    while (waits.length < 200) {
      await new Promise((resolve) => setImmediate(resolve));
      // Slices begin and end with a poll, and there is a wait between two.
      if (waits.length > 0) expect(polls()).toBeGreaterThan(waits.length);
    }
  });

  it('has its batches prepared before the first packet, and again when flows have come', async () => {
    const { driver, prepared, used, make } = world();
    make(1);
    driver.start();
    expect(prepared.length).toBe(1);
    await later(5);
    driver.stop();
    expect(used.size).toBe(2);
    expect(new Set(prepared[0])).toEqual(used);
    driver.prepare();
    expect(prepared[1]).toEqual(prepared[0]);
  });

  it('says when it has looked, once a slice, and may be ended then', async () => {
    const { driver, polls } = world();
    const at: number[] = [];
    driver.looked = () => {
      at.push(polls());
      if (at.length === 3) driver.stop();
    };
    driver.start();
    await later(5);
    expect(at).toEqual([2, 4, 6]);
    expect(polls()).toBe(6);
  });

  it('looks at its sockets even when it is always time again', async () => {
    const { driver, waits } = world({ deadline: -5 });
    driver.start();
    await later(5);
    expect(new Set(waits)).toEqual(new Set([0]));
  });

  it('counts as work only what moved probes, sleeping excluded', async () => {
    const { driver, make, time } = world();
    driver.start();
    await later(5);
    expect(time()).toBeGreaterThan(0);
    expect(driver.worked).toBe(0);
    make(1);
    await later(5);
    expect(driver.worked).toBe(1000);
  });

  it('gives the event loop a turn after each slice, and stops when told', async () => {
    const { driver, waits } = world();
    driver.start();
    let turns = 0;
    for (; waits.length < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
    expect(turns).toBeGreaterThan(1);
    driver.stop();
    const { length } = waits;
    await later(5);
    expect(waits).toHaveLength(length);
  });
});
