/**
 * The second half of a rehearsal (see rehearsal.ts): the port, the driver and the engine together, in real time, on
 * sockets of this machine that are connected to themselves, so that nobody else is asked for anything. The warm-up of a
 * slow schedule is too short for the compiler to have seen what each probe calls.
 *
 * Nothing that people watch may move by it: no more datagrams are on their way than a receive buffer holds, because the
 * system counts what it drops there (RcvbufErrors), and takes it for a loss of the machine's own.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Clock } from '../../../clock.ts';
import type { Port } from '../../../net/port.ts';
import type { Identity } from '../../../session/identity.ts';
import { heldBy, USUAL_BUFFER } from '../../../session/schedule/burst.ts';
import { Sender } from '../../../session/sender.ts';
import { MILLISECOND, type Transport } from '../../../units.ts';
import { OFFSET_TIME } from '../../../wire/header.ts';
import { EventDriver } from '../../drivers/event.ts';
import { NEAR, PollingDriver } from '../../drivers/polling.ts';
import { deferred } from '../control/deferred.ts';
import { SPARE_LANE } from '../live/lanes.ts';
import { Teller } from '../live/teller.ts';
import type { TransportPlan } from '../plan/effective.ts';
import { pack } from '../threads/packed-report.ts';
import type { GeneratorSetup } from '../threads/protocol.ts';
import type { Lane } from '../threads/report-ring.ts';
import { engineOf } from './engine-of.ts';
import { snapshotOf } from './snapshot.ts';

const PROBES = 3000;
/** A run of fewer probes is over before any of this matters. */
const FEW = 500;
/** Per second, at least: a slow run does the same things, with longer sleeps between them. */
const RATE = 25_000;
/** ns that it may take, on any machine. */
const PATIENCE = 250e6;
/** ns for what is under way then. */
const GRACE = 50e6;
/** Of the result, as often as a look is taken: what a run reports is told between two probes, and must not be new then. */
const LOOK = 5 * MILLISECOND;
/** Reports to nobody, and ns that they may take. */
const TOLD = 300;
const TELLING = 50 * MILLISECOND;
/** Enough flows for those to be asked for that are ready; one of a single client is asked each time. */
const MANY = 8;
const HERE = '127.0.0.1';
/** Of a datagram: what a larger one would rehearse is the system's work, not ours. Bytes. */
const LARGEST = 1400;

/**
 * @param makePort one of its own, where there is something to rehearse; closed in the end
 * @returns the engine that played, for who wants to look at it; undefined where there is nothing to rehearse, or no way
 */
export async function rehearseOnSockets(
  setup: GeneratorSetup,
  identity: Identity,
  makePort: () => Promise<Port>,
  clock: Clock,
  patience = PATIENCE,
): Promise<Sender | undefined> {
  const { plan } = setup;
  if (plan.mode !== 'echo' || plannedProbes(plan) < FEW) return undefined;
  const port = await makePort();
  try {
    const clients = Math.min(plan.clients, MANY);
    if (!(await opened(port, plan, clients))) return undefined;
    const ends = { warmup: 0, duration: patience, count: PROBES };
    const rate = typeof plan.rate === 'number' ? Math.max(plan.rate, RATE) : plan.rate;
    const size = sizeOf(plan);
    const share = { ...plan, clients, rate, size, interval: LOOK, ...ends };
    const own = { ...identity, size, flags: 0 };
    // On their way, and as many more that a turn takes from the schedule before they are.
    const room = Math.max(1, heldBy(USUAL_BUFFER, size) >> 1);
    let underway = (): number => 0;
    const writable = (flow: number): boolean => underway() < room && port.writable(flow);
    const engine = engineOf({ ...setup, plan: share, token: null }, own, clock(), writable);
    if (!(engine instanceof Sender)) return undefined;
    underway = () => engine.measured.open;
    // Sleeps of the run's own kind, whatever their length.
    const near = typeof plan.rate === 'number' && 1e9 / plan.rate > NEAR ? 0 : NEAR;
    const driver = port.capabilities.blocking
      ? new PollingDriver(port, engine, clock, OFFSET_TIME, { near, capacity: room })
      : new EventDriver(port, engine, clock, OFFSET_TIME, undefined, room);
    const until = clock() + patience;
    const played = deferred<void>();
    const look = setInterval(() => {
      engine.measured.takeIntervals(clock());
      if (clock() > until) {
        engine.halt(clock());
        driver.wake();
      }
      if (engine.finished || clock() > until + GRACE) played.resolve();
    }, LOOK / 1e6);
    driver.start();
    await played.promise;
    clearInterval(look);
    driver.stop();
    if (setup.reports !== null) tellOften(engine, setup.reports, clock);
    // Orderly where nothing is under way: resets are counted, too.
    for (let flow = 0; flow < clients; flow++) port.closeFlow(flow, !engine.finished);
    return engine;
  } finally {
    await port.close();
  }
}

/** What a screen is told four times a second would be new to the compiler for most of a run. */
function tellOften(engine: Sender, lane: Lane, clock: Clock): void {
  const spare = new Teller({ ...lane, lane: SPARE_LANE }, pack);
  const until = clock() + TELLING;
  for (let told = 0; told < TOLD && clock() < until; told++)
    spare.tell(snapshotOf(engine, clock(), { utilisation: 0, tcp: null }));
}

const sizeOf = ({ transport, size }: TransportPlan): number =>
  transport === 'udp' ? Math.min(size, LARGEST) : size;

function plannedProbes({ rate, count, duration, warmup }: TransportPlan): number {
  return typeof rate === 'number' ? Math.min(count, (rate * (warmup + duration)) / 1e9) : count;
}

/** Flows to themselves. @returns false where this machine does not let them be, which costs the run only its calm start */
async function opened(port: Port, plan: TransportPlan, flows: number): Promise<boolean> {
  const { transport } = plan;
  try {
    for (let flow = 0; flow < flows; flow++) {
      const self = { address: HERE, port: await freePort(transport) };
      await port.open({ transport, size: sizeOf(plan), remote: self, local: self });
    }
    return true;
  } catch {
    return false;
  }
}

/** Free a moment ago. */
async function freePort(transport: Transport): Promise<number> {
  const socket = transport === 'udp' ? createSocket('udp4').bind(0, HERE) : createServer().listen(0, HERE);
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, 'close');
  return port;
}
