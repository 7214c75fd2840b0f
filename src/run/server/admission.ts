/** From a control connection's hello to a session: the limits, the key, the grant. */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Address } from '../../net/port.ts';
import { KeyGate } from '../../session/key-gate.ts';
import type { Grant, Hello } from '../../wire/control.ts';
import { PROTOCOL_VERSION, type Token, tokenToHex } from '../../wire/header.ts';
import { server as says } from '../../words/en/server.ts';
import { networkOf } from '../listening/addresses.ts';
import { ControlConnection } from './control.ts';
import type { FlowEngine } from './flow-engine.ts';
import { GrantRate } from './grant-rate.ts';
import { grantFor, type Refused, refusal } from './limits.ts';
import type { Emit, ServerOptions } from './options.ts';
import { Refusals } from './refusals.ts';
import { residentBytes } from './resident.ts';
import { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { toMilliseconds } from './time.ts';

/** Judges a datagram that reached a flow's socket before it was connected. */
export type Stray = (message: Buffer, from: Address) => void;

const WRONG_KEY: Refused = { code: 'key', message: says.wrongKey() };

const TOO_OFTEN: Refused = {
  code: 'busy',
  message: says.tooOften(),
};
/** Sessions that may be begun at once from one network, for each that one address may have; a quarter of it a second. */
const AT_ONCE = 4;

/** What a control connection came with. */
interface Caller {
  /** Without port; null over a Unix socket. */
  readonly address: string | null;
  /** The server's address that it reached: flows live there too. */
  readonly local: string;
}

export class Admission {
  readonly #options: ServerOptions;
  readonly #engine: FlowEngine;
  readonly #sessions: Sessions;
  readonly #emit: Emit;
  readonly #stray: Stray;
  readonly #refusals: Refusals;
  readonly #rate: GrantRate;
  readonly #room: number;
  #lastId = 0;

  /** @param room file descriptors for flows */
  constructor(
    options: ServerOptions,
    engine: FlowEngine,
    sessions: Sessions,
    room: number,
    emit: Emit,
    stray: Stray,
  ) {
    this.#options = options;
    this.#engine = engine;
    this.#sessions = sessions;
    this.#emit = emit;
    this.#stray = stray;
    this.#refusals = new Refusals(emit);
    const { sessionsPerAddress } = options.limits;
    this.#room = room;
    this.#rate = new GrantRate(sessionsPerAddress, sessionsPerAddress * AT_ONCE);
  }

  /**
   * Takes over a connection whose first bytes were those of a control connection.
   * @param known called when it is a session's
   */
  control(socket: Socket, first: Buffer, caller: Caller, known: () => void): void {
    const { limits, key } = this.#options;
    let session: Session | undefined;
    let asked: { hello: Hello; gate: KeyGate } | undefined;
    const admit = (hello: Hello, gate: KeyGate | null) => {
      const outcome = this.#admit(hello, gate, caller, control);
      if (outcome instanceof Session) {
        session = outcome;
        known();
      } else this.#refuse(control, caller, outcome);
    };
    const control = new ControlConnection(
      socket,
      toMilliseconds(limits.handshake),
      toMilliseconds(limits.silence),
      {
        hello: (hello) => {
          if (key === null) return admit(hello, null);
          asked = { hello, gate: new KeyGate(key, hello.nonce) };
          control.expectProof();
          control.send(asked.gate.challenge());
        },
        proof: (proof) => {
          if (asked?.gate.judge(proof) === true) admit(asked.hello, asked.gate);
          else this.#refuse(control, caller, WRONG_KEY);
        },
        start: () => session?.start(),
        close: (settled) => void session?.close(settled),
        ended: (why) => void session?.end(why),
      },
    );
    control.begin(first);
  }

  #refuse(control: ControlConnection, caller: Caller, refused: Refused): void {
    this.#refusals.add(caller.address ?? 'unix', refused);
    control.refuse(refused);
  }

  #admit(hello: Hello, gate: KeyGate | null, caller: Caller, control: ControlConnection): Session | Refused {
    const { limits } = this.#options;
    const network = networkOf(caller.address ?? '');
    const ofNetwork = this.#sessions.ofNetwork(network);
    const refused = refusal(hello, limits, {
      sessions: this.#sessions.size,
      sessionsOfAddress: this.#sessions.ofAddress(caller.address ?? ''),
      sessionsOfNetwork: ofNetwork.sessions,
      clients: this.#sessions.clients,
      clientsOfNetwork: ofNetwork.clients,
      room: this.#room,
      memory: residentBytes(),
    });
    if (refused !== undefined) return refused;
    if (!this.#rate.admits(network, performance.now() * 1e6)) return TOO_OFTEN;
    const {
      granted,
      limited,
      ceiling,
      hello: request,
    } = grantFor(hello, limits, {
      engine: this.#engine.engineOf(hello),
      busyPoll: this.#options.busyPoll,
      hasCongestionControl: (name) => this.#engine.hasCongestionControl(name),
    });
    const token = this.#freshToken();
    const setup = {
      id: ++this.#lastId,
      token,
      hello: request,
      granted,
      ceiling,
      address: caller.address,
      local: { address: caller.local, port: this.port },
      limits,
      macKey: gate?.sessionKey(token) ?? null,
      control,
      stray: this.#stray,
      emit: this.#emit,
      ended: (ended: Session) => this.#sessions.delete(ended),
    };
    const session = new Session(setup, this.#engine);
    this.#sessions.add(session);
    control.granted();
    control.send(this.#grantOf(session, granted, limited, caller, gate !== null));
    return session;
  }

  #grantOf(
    { token, info }: Session,
    granted: Grant['granted'],
    limited: string[],
    { local }: Caller,
    keyed: boolean,
  ): Grant {
    const { notice, tool } = this.#options;
    return {
      type: 'grant',
      version: PROTOCOL_VERSION,
      tool,
      token: tokenToHex(token),
      granted,
      limited,
      engine: info.engine,
      address: local,
      keyed,
      notice,
    };
  }

  /** The port that listens; known only after listening. */
  port = 0;

  #freshToken(): Token {
    for (;;) {
      const bytes = randomBytes(8);
      const token = { high: bytes.readUInt32BE(0), low: bytes.readUInt32BE(4) };
      if (this.#sessions.find(token) === undefined) return token;
    }
  }
}
