/**
 * A rehearsal: the run's engine on a network that is not there, in virtual time, before the run begins.
 *
 * V8 compiles what is called often while it runs, and takes that back when the code does something new: for the first
 * second each probe costs several times what it costs later, and the first of the measured part (a new ledger, a schedule
 * of its own) begins it all again. That is the tool, not the network. So warm-up and measured part are gone through here
 * once, with answers of a real reflector, and nothing of it is kept but the machine code.
 */
import type { Clock } from '../../../clock.ts';
import type { Identity } from '../../../session/identity.ts';
import { Reflector } from '../../../session/reflector.ts';
import { Sender } from '../../../session/sender.ts';
import type { Nanos } from '../../../units.ts';
import { Batch, HEADER_BYTES, SENT, writeTime } from '../../../wire/batch.ts';
import { FLAG_ANSWER, OFFSET_TIME, OFFSET_TRANSMITTED } from '../../../wire/header.ts';
import type { GeneratorSetup } from '../threads/protocol.ts';
import { engineOf } from './engine-of.ts';

/** Enough for the optimising compiler to have seen everything that is called for each probe. */
const PROBES = 2000;
/** ns that it may take, on any machine. */
const PATIENCE = 250e6;
/** From here on flows are counted in another kind of table (see flow-delays.ts). */
const MANY_FLOWS = 65;
/** Beginning and round trip in virtual time: of the size, and with the fractions, of real ones. */
const START = 2 ** 34 + 0.25;
const ROUND_TRIP = 65_432.1;
/** Between two turns where no schedule says it. */
const TURN = 20_000;
const LOOK_EVERY = PROBES / 4;
/** Probes of one turn, at most. */
const TOGETHER = 64;

/**
 * @param clock bounds it; nothing else is asked of it
 * @returns the engine that played, for who wants to look at it; undefined where there is nothing to rehearse
 */
export function rehearse(setup: GeneratorSetup, identity: Identity, clock: Clock): Sender | undefined {
  const { plan } = setup;
  if (plan.mode !== 'echo') return undefined;
  const clients = Math.min(plan.clients, MANY_FLOWS);
  const gap =
    typeof plan.rate === 'number' ? 1e9 / plan.rate : TURN / (plan.rate === 'max' ? TOGETHER : clients);
  const share = {
    ...plan,
    clients,
    warmup: (PROBES / 4) * gap,
    duration: PROBES * gap,
    count: Number.POSITIVE_INFINITY,
    interval: LOOK_EVERY * gap,
  };
  const engine = engineOf({ ...setup, plan: share }, identity, START, () => true);
  if (!(engine instanceof Sender)) return undefined;
  play(engine, identity, clients, setup, clock() + PATIENCE, clock);
  return engine;
}

function play(
  engine: Sender,
  identity: Identity,
  flows: number,
  { token, reports, plan }: GeneratorSetup,
  until: number,
  clock: Clock,
): void {
  const asked = new Batch(TOGETHER);
  const answered = new Batch(TOGETHER);
  const asServer = { ...identity, flags: identity.flags & ~FLAG_ANSWER };
  const reflector = new Reflector(asServer, flows, plan.transport === 'tcp', () => true);
  let looked = 0;
  let now = START;
  for (let probes = 0; probes < PROBES && !engine.finished && clock() < until; ) {
    asked.clear();
    const deadline = engine.poll(now as Nanos, asked);
    probes += asked.count;
    if (asked.count > 0) {
      leave(asked, now, OFFSET_TIME);
      engine.sent(asked);
      arrive(asked, now + ROUND_TRIP / 2);
      if (token === null) engine.ingest(asked);
      else {
        answered.clear();
        reflector.ingest(asked, now as Nanos);
        reflector.poll(now as Nanos, answered);
        leave(answered, now + ROUND_TRIP / 2, OFFSET_TRANSMITTED);
        reflector.sent(answered);
        arrive(answered, now + ROUND_TRIP);
        engine.ingest(answered);
      }
    }
    if (probes - looked >= LOOK_EVERY) {
      looked = probes;
      if (reports !== null) engine.measured.snapshot(now);
      engine.measured.takeIntervals(now);
    }
    now = typeof plan.rate === 'number' ? Math.max(now + 1, deadline) : now + TURN;
  }
}

function leave(batch: Batch, now: number, stampAt: number): void {
  for (let i = 0; i < batch.count; i++) {
    batch.time[i] = now + i / 8;
    batch.status[i] = SENT;
    writeTime(batch.view, i * HEADER_BYTES + stampAt, now);
  }
}

function arrive(batch: Batch, now: number): void {
  for (let i = 0; i < batch.count; i++) batch.time[i] = now + i / 8;
}
