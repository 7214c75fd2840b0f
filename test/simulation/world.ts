/** A client and a server on a simulated path, with the truth about every datagram. */

import type { GoodputData } from '../../src/measure/goodput/data.ts';
import { MemoryNetwork } from '../../src/net/memory/network.ts';
import type { MemoryPort } from '../../src/net/memory/port.ts';
import type { FlowOptions } from '../../src/net/port.ts';
import { errnoName } from '../../src/run/client/generator/errno.ts';
import { ledgerOf } from '../../src/run/server/session/ledger.ts';
import { SessionMachine } from '../../src/run/server/session/machine.ts';
import type { Engine } from '../../src/session/engine.ts';
import { burstOf } from '../../src/session/schedule/burst.ts';
import type { Pace } from '../../src/session/schedule/pace.ts';
import { Sender } from '../../src/session/sender.ts';
import type { SenderOptions } from '../../src/session/sender-options.ts';
import { StreamClient } from '../../src/session/stream/client.ts';
import { SECOND } from '../../src/units.ts';
import { NO_STAMP } from '../../src/wire/batch.ts';
import type { Hello, ServerLedger } from '../../src/wire/control.ts';
import { FLAG_ANSWER, FLAG_DOWN, OFFSET_TIME } from '../../src/wire/header.ts';
import { Mac } from '../../src/wire/mac.ts';
import { clocked } from './clocked.ts';
import { Logbook } from './logbook.ts';
import type { Scenario } from './scenario.ts';
import { type Party, simulate } from './simulate.ts';

export const TOKEN = { high: 0x12345678, low: 0x9abcdef0 };
const SERVER = { address: '10.0.0.2', port: 5000 };

export class World {
  readonly network: MemoryNetwork;
  readonly client: MemoryPort;
  readonly server: MemoryPort;
  readonly machine: SessionMachine;
  readonly scenario: Scenario;
  /** When the probes begin. */
  start = 0;
  doneTold = false;

  constructor(scenario: Scenario) {
    const { transport, flows = 1, size = 64, mode = 'echo', serverBuffer } = scenario;
    this.scenario = scenario;
    this.network = new MemoryNetwork(scenario.network);
    this.client = this.network.port();
    this.server = this.network.port();
    const options: Partial<FlowOptions> = { receiveBuffer: serverBuffer, sendBuffer: scenario.window };
    this.network.listen(SERVER, { port: this.server, options });
    const { rate, count = null, warmup = 0, key } = scenario;
    const duration = scenario.duration ?? (count === null ? 10 * SECOND : null);
    const hello = {
      transport,
      mode,
      warmup,
      count,
      lossThreshold: scenario.lossThreshold ?? SECOND,
      interval: SECOND as number,
    } as Hello;
    const granted = {
      clients: flows,
      size,
      rate: typeof rate === 'number' ? rate : null,
      duration: duration === null ? null : duration + warmup,
    };
    const mac = key === undefined ? null : new Mac(key);
    this.machine = new SessionMachine(
      {
        token: TOKEN,
        epoch: 0n,
        hello,
        granted,
        ceiling: scenario.ceiling ?? Number.POSITIVE_INFINITY,
        longest: (duration ?? 10 * SECOND) + warmup,
        spare: 1024,
        memory: Number.POSITIVE_INFINITY,
        macKey: key ?? null,
        stray: () => {},
        done: () => {},
        failed: () => {},
        fault: (error) => {
          throw error;
        },
      },
      mac,
      {
        writable: (flow) => this.server.writable(flow),
        reopen: () => {},
        ended: () => {},
        done: () => {
          this.doneTold = true;
        },
        receiveBuffer: () => this.server.receiveBuffer(0),
      },
    );
  }

  get identity(): SenderOptions['identity'] {
    const { size = 64, mode = 'echo', key } = this.scenario;
    const flags = mode === 'echo' ? FLAG_ANSWER : FLAG_DOWN;
    return { token: TOKEN, size, flags, first: 0, step: 1, mac: key === undefined ? null : new Mac(key) };
  }

  get pace(): Pace {
    const { rate, flows = 1, warmup = 0, duration = 10 * SECOND, count, arrivals, seed = 1 } = this.scenario;
    return {
      flows,
      rate: typeof rate === 'number' ? rate : null,
      arrivals: arrivals ?? 'periodic',
      seed,
      start: this.start,
      warmup,
      duration,
      count: count ?? Number.POSITIVE_INFINITY,
      offset: 0,
      threshold: this.scenario.lossThreshold ?? SECOND,
      burst: burstOf({
        transport: this.scenario.transport,
        rate: typeof rate === 'number' ? rate : null,
        size: this.scenario.size ?? 64,
        flows,
        receiveBuffer: this.client.receiveBuffer(0),
      }),
      stall: Number.POSITIVE_INFINITY,
    };
  }

  async connect(): Promise<void> {
    const { transport, flows = 1, size = 64, window } = this.scenario;
    for (let flow = 0; flow < flows; flow++)
      await this.client.open({ transport, remote: SERVER, size, sendBuffer: window });
    this.start = this.network.time.now;
    this.scenario.meddle?.(this);
  }

  clientParty(engine: Engine): Party {
    const stalls = this.#stalls(this.scenario.clientStall);
    return { port: this.client, engine, stampAt: OFFSET_TIME, stalls };
  }

  serverParty(): Party {
    const stalls = this.#stalls(this.scenario.stall);
    const { stampAt } = this.machine;
    const { clock } = this.scenario;
    if (clock === undefined) return { port: this.server, engine: this.machine, stampAt, stalls };
    return { port: this.server, engine: clocked(this.machine, clock, stampAt), stampAt: NO_STAMP, stalls };
  }

  #stalls(stall: readonly [number, number] | undefined): readonly (readonly [number, number])[] {
    return stall === undefined ? [] : [[this.start + stall[0], this.start + stall[1]]];
  }

  /** The server's ledger, after everything that was on its way has arrived. @param closedAt when it was asked for */
  ledger(closedAt = this.network.time.now): ServerLedger {
    const udp = this.scenario.transport === 'udp';
    const { flows = 1 } = this.scenario;
    const drops = [...Array(flows).keys()].map((flow) => this.server.drops(flow) ?? 0);
    return ledgerOf(this.machine, udp, udp ? drops : null, closedAt);
  }
}

export interface EchoOutcome {
  readonly world: World;
  readonly sender: Sender;
  readonly summary: ReturnType<Sender['measured']['close']>;
  readonly warmup: ReturnType<Sender['measured']['close']> | null;
  /** Of the answers. */
  readonly goodput: GoodputData;
  readonly ledger: ServerLedger;
  /** What crossed the ports, of the client and of the server. */
  readonly books: { readonly client: Logbook; readonly server: Logbook };
}

const LIMIT = 3600 * SECOND;

export async function runEcho(scenario: Scenario): Promise<EchoOutcome> {
  const world = new World(scenario);
  await world.connect();
  const sender = new Sender(
    {
      identity: world.identity,
      pace: world.pace,
      closedLoop: scenario.rate === 'closed',
      lossThreshold: scenario.lossThreshold ?? SECOND,
      patience: scenario.patience,
      interval: SECOND,
      tcp: scenario.transport === 'tcp',
      plainEcho: false,
      perProbe: scenario.perProbe,
      errnoName,
    },
    (flow) => world.client.writable(flow),
  );
  const books = { client: new Logbook(), server: new Logbook() };
  const party = world.clientParty(books.client.of(sender));
  const server = world.serverParty();
  const parties = [party, { ...server, engine: books.server.of(server.engine) }];
  simulate(world.network.time, parties, () => sender.finished, LIMIT);
  const summary = sender.measured.close();
  const goodput = sender.goodput.data(world.network.time.now);
  const warmup = sender.warmup?.close() ?? null;
  return { world, sender, summary, goodput, warmup, ledger: world.ledger(), books };
}

export async function runStream(scenario: Scenario) {
  const world = new World(scenario);
  await world.connect();
  const { mode, transport } = scenario;
  const client = new StreamClient(
    {
      identity: world.identity,
      pace: world.pace,
      up: mode !== 'down',
      down: mode !== 'up',
      tcp: transport === 'tcp',
      lossThreshold: scenario.lossThreshold ?? SECOND,
      interval: SECOND,
      errnoName,
    },
    (flow) => world.client.writable(flow),
  );
  world.machine.start(world.start);
  const { time } = world.network;
  const parties: Party[] = [world.clientParty(client), world.serverParty()];
  const sentAll = () => client.sentAll && (mode === 'up' || world.doneTold);
  simulate(time, parties, sentAll, LIMIT);
  const closedAt = time.now;
  client.expect(mode === 'up' ? [] : world.ledger().sent, time.now);
  // Up, the client knows nothing: what is on its way has arrived after the threshold.
  const end = time.now + (scenario.lossThreshold ?? SECOND);
  simulate(time, parties, () => client.finished && time.now >= end, LIMIT);
  return { world, client, summary: client.summary(time.now), ledger: world.ledger(closedAt) };
}

export type StreamOutcome = Awaited<ReturnType<typeof runStream>>;
