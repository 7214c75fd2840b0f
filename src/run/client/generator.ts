/** One generator: a port with its flows and the engine for the mode. It knows neither threads nor messages. */
import type { Clock } from '../../clock.ts';
import type { FlowOptions, Port } from '../../net/port.ts';
import type { Identity } from '../../session/identity.ts';
import type { Pace } from '../../session/pacer.ts';
import { Sender } from '../../session/sender.ts';
import { StreamClient } from '../../session/stream-client.ts';
import { FLAG_ANSWER, FLAG_DOWN, type Token, tokenFromHex } from '../../wire/header.ts';
import type { Mac } from '../../wire/mac.ts';
import type { TransportPlan } from './effective.ts';
import { errnoName } from './errno.ts';
import { openFlows } from './open-flows.ts';
import type { GeneratorSetup } from './worker-protocol.ts';

/** Of a plain echo target: nobody hands out a token, but foreign datagrams must still be told apart. */
const localToken = (): Token => ({
  high: Math.floor(Math.random() * 2 ** 32),
  low: Math.floor(Math.random() * 2 ** 32),
});

/** Datagrams one way as fast as they go: handed over and taken in many at once. */
export const isFlood = ({ transport, mode, rate }: TransportPlan): boolean =>
  transport === 'udp' && mode !== 'echo' && rate === 'max';

export class Generator {
  readonly setup: GeneratorSetup;
  readonly port: Port;
  readonly #token: Token;
  readonly #mac: Mac | null;

  constructor(setup: GeneratorSetup, port: Port, mac: Mac | null) {
    this.setup = setup;
    this.port = port;
    this.#mac = mac;
    this.#token = setup.token === null ? localToken() : tokenFromHex(setup.token);
  }

  /** @throws SockbenchError where a flow cannot be opened */
  open(clock: Clock, onProgress: (open: number) => void): Promise<void> {
    const { plan, token } = this.setup;
    // Where each probe is a connection of its own, none is opened beforehand.
    const plain = token === null || plan.mode === 'connect';
    const identity = plain ? null : this.#identity();
    return openFlows(
      this.port,
      { options: this.#flowOptions(), flows: plan.clients, identity, onProgress },
      clock,
    );
  }

  #identity(): Identity {
    const { plan, worker, workers, token } = this.setup;
    return {
      token: this.#token,
      size: plan.size,
      flags: token === null ? 0 : plan.mode === 'echo' || plan.mode === 'connect' ? FLAG_ANSWER : FLAG_DOWN,
      first: worker,
      step: workers,
      mac: this.#mac,
    };
  }

  #flowOptions(): FlowOptions {
    const { plan, remote, bind, sockets, token } = this.setup;
    return {
      transport: plan.transport,
      remote,
      local: bind === null ? undefined : { address: bind, port: 0 },
      size: plan.size,
      handshake: token !== null,
      sendBuffer: sockets.sendBuffer ?? undefined,
      receiveBuffer: sockets.receiveBuffer ?? undefined,
      dscp: sockets.dscp ?? undefined,
      nagle: sockets.nagle,
      flood: isFlood(plan),
      congestionControl: sockets.congestionControl ?? undefined,
    };
  }

  /** The engine of the mode, beginning at `at` ns since the epoch. */
  engine(at: number): Sender | StreamClient {
    const { plan, worker, workers, token } = this.setup;
    const { rate, clients } = plan;
    const identity = this.#identity();
    const pace: Pace = {
      flows: clients,
      rate: typeof rate === 'number' ? rate : null,
      arrivals: plan.arrivals,
      seed: plan.seed + worker,
      start: at,
      warmup: plan.warmup,
      duration: plan.duration,
      count: plan.count,
      stall: plan.stall,
      offset: typeof rate === 'number' ? (worker / workers) * (1e9 / rate) : 0,
    };
    const writable = (flow: number): boolean => this.port.writable(flow);
    const tcp = plan.transport === 'tcp';
    const { lossThreshold, interval, mode } = plan;
    const connecting = mode === 'connect';
    if (mode !== 'echo' && !connecting) {
      const up = mode === 'up' || mode === 'both';
      const down = mode === 'down' || mode === 'both';
      return new StreamClient(
        { identity, pace, up, down, tcp, lossThreshold, interval, errnoName },
        writable,
      );
    }
    return new Sender(
      {
        identity,
        pace,
        closedLoop: rate === 'closed',
        lossThreshold,
        interval,
        tcp,
        plainEcho: token === null || connecting,
        connecting,
        errnoName,
      },
      writable,
    );
  }
}
