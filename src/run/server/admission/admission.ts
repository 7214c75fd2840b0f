/** From a control connection's hello to a session: the limits, the key, the grant. */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { runEpoch } from '../../../clock.ts';
import type { Address } from '../../../net/port.ts';
import { KeyGate } from '../../../session/key-gate.ts';
import type { Grant, Hello } from '../../../wire/control.ts';
import { PROTOCOL_VERSION, type Token, tokenToHex } from '../../../wire/header.ts';
import { server as says } from '../../../words/en/server.ts';
import { clockWord } from '../../clock-word.ts';
import { networkOf } from '../../listening/addresses.ts';
import { reasonOf } from '../../listening/boundary.ts';
import { ComingRate } from '../../listening/coming-rate.ts';
import { arrivalsStamped, type FlowEngine } from '../flows/flow-engine.ts';
import type { Emit, ServerOptions } from '../options.ts';
import { ControlConnection } from '../session/control.ts';
import { Session } from '../session/session.ts';
import type { EndedSession } from '../session/setup.ts';
import { toMilliseconds } from '../session/time.ts';
import { spareConnections } from './descriptors.ts';
import { grantFor, type Refused, refusal, sessionRate } from './limits.ts';
import { Refusals } from './refusals.ts';
import { residentBytes } from './resident.ts';
import type { Sessions } from './sessions.ts';

/** Judges a datagram that reached a flow's socket before it was connected. */
export type Stray = (message: Buffer, from: Address) => void;

/** Of another user of the machine, most likely. */
const NOT_YOURS: Refused = { code: 'busy', message: says.ownRun() };
const WRONG_KEY: Refused = { code: 'key', message: says.wrongKey() };
const NO_PROOF: Refused = { code: 'key', message: says.noProof() };

const TOO_OFTEN: Refused = {
  code: 'busy',
  message: says.tooOften(),
};

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
  readonly #rate: ComingRate;
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
    this.#room = room;
    this.#rate = new ComingRate(sessionRate(options.limits));
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
        close: (ended) => void session?.close(ended),
        told: (told) => session?.hear(told),
        ended: (why) => {
          // Whoever finds that the server has another key hangs up, and proves nothing: that is worth a line, too.
          const unproved = asked !== undefined && !asked.gate.passed && why !== 'failed';
          if (unproved) this.#refusals.add(caller.address ?? 'unix', NO_PROOF);
          void session?.end(why);
        },
      },
    );
    control.begin(first);
  }

  /** A mistake that somebody's bytes met, and nobody else. */
  fault(error: unknown, address: string): void {
    this.#refusals.add(address, { code: 'internal', message: says.fault({ reason: reasonOf(error) }) });
  }

  #refuse(control: ControlConnection, caller: Caller, refused: Refused): void {
    this.#refusals.add(caller.address ?? 'unix', refused);
    control.refuse(refused);
  }

  #admit(hello: Hello, gate: KeyGate | null, caller: Caller, control: ControlConnection): Session | Refused {
    const { limits, caller: only = null } = this.#options;
    if (only !== null && hello.nonce !== only) return NOT_YOURS;
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
    if (!this.#rate.admits(caller.address ?? '', performance.now() * 1e6)) return TOO_OFTEN;
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
      epoch: runEpoch(),
      hello: request,
      granted,
      ceiling,
      address: caller.address,
      local: { address: caller.local, port: this.port },
      limits,
      spare: spareConnections(this.#room, limits.sessions),
      macKey: gate?.sessionKey(token) ?? null,
      control,
      stray: this.#stray,
      emit: this.#emit,
      ended: (ended: EndedSession) => this.#ended(ended),
    };
    const session = new Session(setup, this.#engine);
    this.#sessions.add(session);
    control.granted();
    control.send(this.#grantOf(session, granted, limited, { caller, hello: request, keyed: gate !== null }));
    return session;
  }

  #ended(session: EndedSession): void {
    this.#sessions.delete(session);
    // Whoever has measured something is no stranger, whatever others of its network do.
    if (session.address !== null && session.moved) this.#rate.known(session.address);
  }

  #grantOf(
    { token, info, epoch }: Session,
    granted: Grant['granted'],
    limited: string[],
    { caller: { local }, hello, keyed }: { caller: Caller; hello: Hello; keyed: boolean },
  ): Grant {
    const { notice, tool, limits } = this.#options;
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
      ...(limits.roundTrip > 0 && { roundTrip: limits.roundTrip }),
      arrivals: info.engine === 'linux' && arrivalsStamped({ hello, granted }) ? 'kernel' : 'user',
      clock: clockWord(epoch, tokenToHex(token), this.#engine.wallError()),
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
