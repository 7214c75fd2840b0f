/** Runs engines against each other in virtual time, as drivers do in real time. */
import type { MemoryPort } from '../../src/net/memory/port.ts';
import type { VirtualTime } from '../../src/net/memory/virtual-time.ts';
import type { Engine } from '../../src/session/engine.ts';
import type { Nanos } from '../../src/units.ts';
import { Batch } from '../../src/wire/batch.ts';

export interface Party {
  readonly port: MemoryPort;
  readonly engine: Engine;
  readonly stampAt: number;
  /** While it stands still (from, to) it neither receives nor sends. */
  readonly stalls?: readonly (readonly [number, number])[];
}

const CAPACITY = 64;
/** Turns at one moment, as of the event-driven driver. */
const MOST_TURNS = 16;
/** What a moment costs: time goes on even for who is always busy. */
const STEP = 1000;

/** Until `over`; fails where it is not within `limit` ns. */
export function simulate(
  time: VirtualTime,
  parties: readonly Party[],
  over: () => boolean,
  limit: number,
): void {
  const runs = parties.map((party) => ({
    party,
    wake: 0,
    told: new Set<readonly [number, number]>(),
    in: new Batch(CAPACITY),
    out: new Batch(CAPACITY),
  }));
  // A flow that can take more again wakes its owner, as ports do.
  for (const run of runs)
    run.party.port.onReady(() => {
      run.wake = Math.min(run.wake, time.now);
    });
  while (!over()) {
    let next = time.next;
    for (const { party, wake } of runs)
      next = Math.min(next, awake(party, party.port.waiting ? time.now : Math.max(wake, time.now)));
    if (!(next <= limit)) throw new Error(`not over at ${time.now}: next ${next}`);
    time.advanceTo(next);
    for (const run of runs) {
      if (awake(run.party, time.now) > time.now) continue;
      const stood = run.party.stalls?.find(([, to]) => to === time.now);
      if (stood !== undefined && !run.told.has(stood)) {
        run.told.add(stood);
        run.party.engine.stood?.(stood[0] as Nanos, stood[1] as Nanos);
      }
      let moved = true;
      for (let turn = 0; moved && turn < MOST_TURNS; turn++) moved = step(run, time);
      if (moved) run.wake = time.now + STEP;
    }
  }
}

/** When a party that wants to act at `at` can. */
function awake({ stalls }: Party, at: number): number {
  if (stalls === undefined || stalls.length === 0) return at;
  const stall = stalls.find(([from, to]) => at >= from && at < to);
  return stall === undefined ? at : stall[1];
}

interface Running {
  readonly party: Party;
  wake: number;
  /** Stalls of which it knows. */
  readonly told: Set<readonly [number, number]>;
  readonly in: Batch;
  readonly out: Batch;
}

function step(run: Running, time: VirtualTime): boolean {
  const { port, engine, stampAt } = run.party;
  const now = time.now;
  run.in.clear();
  port.receive(run.in);
  if (run.in.count > 0 || run.in.streamed > 0) engine.ingest(run.in, now);
  for (const { flow, errno } of port.ended()) engine.flowEnded(flow, errno, now);
  run.out.clear();
  run.out.stampAt = stampAt;
  run.wake = engine.poll(now, run.out);
  if (run.out.count > 0) {
    port.send(run.out);
    engine.sent(run.out);
  }
  return run.in.count > 0 || run.in.streamed > 0 || run.out.count > 0;
}
