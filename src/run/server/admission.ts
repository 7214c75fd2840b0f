/** From a control connection's hello to a session: the limits, the key, the grant. */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Address } from '../../net/port.ts';
import type { Grant, Hello } from '../../wire/control.ts';
import { PROTOCOL_VERSION, type Token, tokenToHex } from '../../wire/header.ts';
import { ControlConnection } from './control.ts';
import type { FlowEngine } from './flow-engine.ts';
import { grantFor, type Refused, refusal } from './limits.ts';
import type { Emit, ServerOptions } from './options.ts';
import { Refusals } from './refusals.ts';
import { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { toMilliseconds } from './time.ts';

/** Judges a datagram that reached a flow's socket before it was connected. */
export type Stray = (message: Buffer, from: Address) => void;

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
  #lastId = 0;

  constructor(options: ServerOptions, engine: FlowEngine, sessions: Sessions, emit: Emit, stray: Stray) {
    this.#options = options;
    this.#engine = engine;
    this.#sessions = sessions;
    this.#emit = emit;
    this.#stray = stray;
    this.#refusals = new Refusals(emit);
  }

  /** Takes over a connection whose first bytes were those of a control connection. */
  control(socket: Socket, first: Buffer, caller: Caller): void {
    const { limits } = this.#options;
    let session: Session | undefined;
    const control = new ControlConnection(
      socket,
      toMilliseconds(limits.handshake),
      toMilliseconds(limits.silence),
      {
        hello: (hello) => {
          const outcome = this.#admit(hello, caller, control);
          if (outcome instanceof Session) session = outcome;
          else this.#refuse(control, caller, outcome);
        },
        proof: () => this.#refuse(control, caller, { code: 'key', message: 'no proof was asked for.' }),
        start: () => session?.start(),
        close: () => void session?.close(),
        ended: (why) => void session?.end(why),
      },
    );
    control.begin(first);
  }

  #refuse(control: ControlConnection, caller: Caller, refused: Refused): void {
    this.#refusals.add(caller.address ?? 'unix', refused);
    control.refuse(refused);
  }

  #admit(hello: Hello, caller: Caller, control: ControlConnection): Session | Refused {
    const { limits, notice, tool } = this.#options;
    const refused = refusal(hello, limits, {
      sessions: this.#sessions.size,
      sessionsOfAddress: this.#sessions.ofAddress(caller.address ?? ''),
      memory: process.memoryUsage.rss(),
    });
    if (refused !== undefined) return refused;
    const { granted, limited } = grantFor(hello, limits);
    const token = this.#freshToken();
    const session = new Session(
      {
        id: ++this.#lastId,
        token,
        hello,
        granted,
        address: caller.address,
        local: { address: caller.local, port: this.port },
        limits,
        macKey: null,
        control,
        stray: this.#stray,
        emit: this.#emit,
        ended: (ended) => this.#sessions.delete(ended),
      },
      this.#engine,
    );
    this.#sessions.add(session);
    const grant: Grant = {
      type: 'grant',
      version: PROTOCOL_VERSION,
      tool,
      token: tokenToHex(token),
      granted,
      limited,
      engine: this.#engine.name,
      address: caller.local,
      keyed: false,
      notice,
    };
    control.granted();
    control.send(grant);
    return session;
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
