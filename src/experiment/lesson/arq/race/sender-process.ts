/** The sending end of a race: a protocol of the lesson over a UDP socket, or the kernel's TCP. */
import { createSocket, type Socket } from 'node:dgram';
import { connect } from 'node:net';
import { clockSince } from '../../../../clock.ts';
import { callHost } from '../../../ends/end-call.ts';
import { ArqSink, ArqSource, type SourceEvent } from '../ends.ts';
import { inPackets } from '../file.ts';
import type { ArqSetup } from '../protocols.ts';
import type { EndOrder, FromEnd, Move, ToEnd } from './orders.ts';

const TELL_MS = 50;

let begin: (epoch: bigint) => void = () => {};
const tell = callHost<ToEnd, FromEnd>({ depth: 8, values: 1000 }, (message) => {
  if (message.type === 'go') begin(BigInt(message.epoch));
  else if (message.setup === null) prepareTcp(message);
  else prepareUdp(message, message.setup);
});
const fail = (error: Error): void => tell({ type: 'failed', reason: error.message });

/** ms until the clock says 0, and not before: timers may be up to one early. */
const untilZero = (now: () => number): number => Math.max(0, 1 - now() / 1e6);

function prepareUdp({ host, port, file }: EndOrder, setup: ArqSetup): void {
  const socket = createSocket('udp4');
  const payloads = inPackets(Buffer.from(file, 'base64'));
  rehearse(setup, payloads[0]!);
  // A port that nobody listens on yet, or no more, is a lost packet.
  socket.on('error', () => {});
  socket.connect(port, host, () => tell({ type: 'ready' }));
  begin = (epoch) => new UdpSender(socket, setup, payloads, epoch).run();
}

/** The same code, once round in memory: what is called for the first time is slow. */
function rehearse(setup: ArqSetup, payload: Uint8Array): void {
  const source = new ArqSource(setup, Array<Uint8Array>(REHEARSED).fill(payload), () => {});
  const sink = new ArqSink(setup);
  while (!source.sender.done)
    for (let leaving = source.poll(0); leaving !== undefined; leaving = source.poll(0))
      source.ingest(sink.ingest(leaving.bytes).answer!, 0);
}
const REHEARSED = 300;

class UdpSender {
  readonly #socket: Socket;
  readonly #source: ArqSource;
  readonly #now: () => number;
  readonly #last: number;
  #began = 0;
  /** What happens now happens together. */
  #at = 0;
  #moves: Move[] = [];
  #timer: NodeJS.Timeout | undefined;
  #telling: NodeJS.Timeout | undefined;

  constructor(socket: Socket, setup: ArqSetup, payloads: readonly Uint8Array[], epoch: bigint) {
    this.#socket = socket;
    this.#now = clockSince(epoch);
    this.#last = payloads.length - 1;
    this.#source = new ArqSource(setup, payloads, (event) => this.#told(event));
  }

  /** At the epoch: all racers begin together. */
  run(): void {
    this.#telling = setInterval(() => this.#flush(), TELL_MS);
    this.#socket.on('message', (bytes) => {
      if (this.#source.sender.done) return;
      this.#at = this.#now();
      this.#source.ingest(bytes, this.#at);
      this.#go();
    });
    setTimeout(() => {
      this.#began = this.#now();
      this.#go();
    }, untilZero(this.#now));
  }

  #told(event: SourceEvent): void {
    if (event.what === 'timeout') this.#moves.push(['timeout', this.#at, event.index]);
    else if (event.what === 'acknowledged')
      this.#moves.push(['acknowledged', this.#at, Math.min(event.index, this.#last), event.cumulative]);
  }

  #go(): void {
    const { sender } = this.#source;
    for (;;) {
      this.#at = this.#now();
      const leaving = this.#source.poll(this.#at);
      if (leaving === undefined) break;
      this.#socket.send(leaving.bytes);
      this.#moves.push(['sent', this.#at, leaving.index, leaving.again]);
    }
    clearTimeout(this.#timer);
    if (sender.done) this.#end();
    else if (sender.deadline !== Number.POSITIVE_INFINITY)
      this.#timer = setTimeout(() => this.#go(), Math.max(0, (sender.deadline - this.#now()) / 1e6));
  }

  #end(): void {
    clearInterval(this.#telling);
    const time = this.#now() - this.#began;
    this.#flush();
    tell({ type: 'done', time });
  }

  #flush(): void {
    if (this.#moves.length > 0) tell({ type: 'moves', moves: this.#moves });
    this.#moves = [];
  }
}

/** The other end closes when it has read everything, so that the sender knows. */
function prepareTcp({ host, port, file }: EndOrder): void {
  const bytes = Buffer.from(file, 'base64');
  tell({ type: 'ready' });
  begin = (epoch) => {
    const now = clockSince(epoch);
    setTimeout(() => {
      const began = now();
      const socket = connect({ host, port, noDelay: true });
      socket.on('error', fail);
      socket.on('connect', () => socket.end(bytes));
      socket.on('end', () => tell({ type: 'done', time: now() - began }));
      socket.resume();
    }, untilZero(now));
  };
}
