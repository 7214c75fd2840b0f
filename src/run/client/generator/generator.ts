/** One generator: a port with its flows and the engine for the mode. It knows neither threads nor messages. */
import type { Clock } from '../../../clock.ts';
import type { FlowOptions, Port } from '../../../net/port.ts';
import { type Unsent, unsentOf } from '../../../net/unsent.ts';
import type { Identity } from '../../../session/identity.ts';
import { PlainAnswers } from '../../../session/plain/answers.ts';
import type { Sender } from '../../../session/sender.ts';
import type { StreamClient } from '../../../session/stream/client.ts';
import { FLAG_ANSWER, FLAG_DOWN, type Token, tokenFromHex } from '../../../wire/header.ts';
import type { Mac } from '../../../wire/mac.ts';
import { isFlood } from '../plan/effective.ts';
import type { GeneratorSetup } from '../threads/protocol.ts';
import { engineOf } from './engine-of.ts';
import { type Handshake, openFlows, ROUND_TRIPS } from './open-flows.ts';
import { type Asked, smallOnesPass } from './small-ones.ts';

/** Of a plain echo target: nobody hands out a token, but foreign datagrams must still be told apart. */
export const localToken = (): Token => ({
  high: Math.floor(Math.random() * 2 ** 32),
  low: Math.floor(Math.random() * 2 ** 32),
});

function answersOf({ plan, token }: GeneratorSetup): PlainAnswers | undefined {
  const { transport, clients, size, lossThreshold } = plan;
  if (token !== null || plan.mode !== 'echo') return undefined;
  return new PlainAnswers({ tcp: transport === 'tcp', flows: clients, size, lossThreshold });
}

/** What stands in the head of each probe of this generator, whatever else does. */
export const identityOf = (
  { plan, worker, workers, token }: GeneratorSetup,
  own: Token,
  mac: Mac | null,
): Identity => ({
  token: own,
  size: plan.size,
  flags: token === null ? 0 : plan.mode === 'echo' || plan.mode === 'connect' ? FLAG_ANSWER : FLAG_DOWN,
  first: worker,
  step: workers,
  mac,
});

export class Generator {
  readonly setup: GeneratorSetup;
  readonly port: Port;
  readonly #token: Token;
  readonly #mac: Mac | null;
  /** Of a plain echo; undefined: what answers is ours. */
  readonly #answers: PlainAnswers | undefined;

  constructor(setup: GeneratorSetup, port: Port, mac: Mac | null) {
    this.setup = setup;
    this.port = port;
    this.#mac = mac;
    this.#answers = answersOf(setup);
    this.#token = setup.token === null ? localToken() : tokenFromHex(setup.token);
  }

  /** See `openFlows`. @throws SockbenchError where a flow cannot be opened */
  open(
    clock: Clock,
    onProgress: (open: number) => void,
    onConnect: (handshake: Handshake) => void,
  ): Promise<number | null> {
    const { plan, token, mayFail } = this.setup;
    // Where each probe is a connection of its own, none is opened beforehand.
    const plain = token === null || plan.mode === 'connect';
    const identity = plain ? null : this.#identity();
    return openFlows(
      this.port,
      {
        options: this.#flowOptions(),
        flows: plan.clients,
        identity,
        mayFail,
        roundTrip: plan.roundTrip ?? 0,
        onProgress,
        // Where each probe is a connection, those are what is timed.
        ...(plan.mode === 'connect' ? {} : { onConnect }),
      },
      clock,
    );
  }

  #identity(): Identity {
    return identityOf(this.setup, this.#token, this.#mac);
  }

  #flowOptions(): FlowOptions {
    const { plan, remote, bind, sockets, token } = this.setup;
    return {
      transport: plan.transport,
      remote,
      local: bind === null ? undefined : { address: bind, port: 0 },
      size: plan.size,
      handshake: token !== null,
      answers: this.#answers,
      sendBuffer: sockets.sendBuffer ?? undefined,
      receiveBuffer: sockets.receiveBuffer ?? undefined,
      dscp: sockets.dscp ?? undefined,
      nagle: sockets.nagle,
      flood: isFlood(plan),
      oneWay: plan.mode === 'down' || plan.mode === 'both',
      unsent: this.#unsent(),
      congestionControl: sockets.congestionControl ?? undefined,
      moreToConnect: ROUND_TRIPS * (plan.roundTrip ?? 0),
    };
  }

  /** Whoever asks for a send buffer gets it, as full as it becomes. */
  #unsent(): Unsent | undefined {
    const { plan, sockets } = this.setup;
    if (plan.transport !== 'tcp' || (plan.mode !== 'up' && plan.mode !== 'both')) return undefined;
    if (sockets.sendBuffer !== null) return undefined;
    return unsentOf(typeof plan.rate === 'number' ? plan.rate : null, plan.size, plan.clients);
  }

  /** The engine of the mode, beginning at `at` ns since the epoch. */
  engine(at: number): Sender | StreamClient {
    const writable = (flow: number): boolean => this.port.writable(flow);
    const { timestampSource } = this.port.capabilities;
    const extras = {
      receiveBuffer: this.port.receiveBuffer(0),
      stamped: timestampSource === 'kernel',
      answers: this.#answers,
    };
    return engineOf(this.setup, this.#identity(), at, writable, extras);
  }

  /** See `smallOnesPass`. */
  smallOnesPass(how: Pick<Asked, 'clock' | 'came' | 'over'>): Promise<boolean> {
    const { roundTrip = 0 } = this.setup.plan;
    return smallOnesPass({ ...how, roundTrip, port: this.port, identity: this.#identity() });
  }
}
