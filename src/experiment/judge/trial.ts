/** One trial: both commands over a lab of their own, from its making to what was seen. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SockbenchError } from '../../errors.ts';
import { SERVER_END } from '../../link/system/interface.ts';
import type { Impairment } from '../../result/impairment.ts';
import { launchLab } from '../../run/lab/launch.ts';
import { type LabClient, labFrom } from '../../run/lab/link/client.ts';
import { EndHost, type Side } from '../ends/end-host.ts';
import { type EndEnded, type EndLimits, FILE, type FromEnd, SCRATCH, type ToEnd } from './end/orders.ts';
import { environmentFor } from './environment.ts';
import { readCapture } from './evidence/capture.ts';
import type { EndState, SeenPacket, StoppedFor, TrialSeen } from './evidence/seen.ts';
import { FromEndSchema } from './from-end.ts';

/** What all trials of a judgement share. */
export interface Pair {
  readonly sender: readonly string[];
  readonly receiver: readonly string[];
  readonly folder: string;
  readonly visible: readonly string[];
  readonly hidden: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits: EndLimits;
  /** ms */
  readonly timeout: number;
  /** ms without a packet after which nothing more is waited for. */
  readonly quiet: number;
}

export interface TrialOrder {
  readonly impairment: Impairment;
  readonly file: Uint8Array;
  /** More packets than this are a flood. */
  readonly mostPackets: number;
}

/** Of the receiver on the link; nobody else is there, so it is always free. */
const PORT = 5000;
const BOUNDS = { depth: 8, values: 1000 };
const LOOK_MS = 50;
/** Of what the receiver wrote, as much more than twice the file is looked at. */
const MORE_BYTES = 65_536;
/** A command that was killed is gone at once; its end's last words take a moment. */
const LAST_WORDS_MS = 5000;
const END = fileURLToPath(new URL('./end/end-process.js', import.meta.url));

/** @throws SockbenchError `lab-…`, `judge-sandbox` @param interrupted ends the trial early */
export async function runTrial(pair: Pair, order: TrialOrder, interrupted: AbortSignal): Promise<TrialSeen> {
  const directory = mkdtempSync(join(tmpdir(), 'sockbench-judge-'));
  try {
    return await new Trial(pair, order, directory, interrupted).run();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

class Trial {
  readonly #pair: Pair;
  readonly #order: TrialOrder;
  readonly #directory: string;
  readonly #interrupted: AbortSignal;
  readonly #ends: Partial<Record<Side, EndState>> = {};
  #host: EndHost<ToEnd, FromEnd> | undefined;
  #link: LabClient | undefined;
  #product: Pick<EndEnded, 'file' | 'fileBytes'> = { file: null, fileBytes: 0 };
  #linkStands = false;
  #startedAt = Number.NaN;
  #lastPacketAt = 0;
  #packets = 0;
  #stopped: StoppedFor | null = null;
  #giveUpAt = Number.POSITIVE_INFINITY;
  #failure: SockbenchError | undefined;

  constructor(pair: Pair, order: TrialOrder, directory: string, interrupted: AbortSignal) {
    this.#pair = pair;
    this.#order = order;
    this.#directory = directory;
    this.#interrupted = interrupted;
  }

  async run(): Promise<TrialSeen> {
    const [calls, fates, pcap] = ['ends.sock', 'fates.jsonl', 'link.pcapng'].map((name) => this.#file(name));
    this.#host = await EndHost.open(calls!, {
      schema: FromEndSchema,
      bounds: BOUNDS,
      called: (side) => this.#greet(side),
      take: (side, message) => this.#take(side, message),
    });
    const looking = setInterval(() => this.#look(), LOOK_MS);
    const end = (side: Side) => [process.execPath, END, calls!, side];
    try {
      await launchLab({
        command: end('sender'),
        server: end('receiver'),
        impairment: this.#order.impairment,
        passesChecksum: true,
        detached: true,
        fates,
        pcap,
        ready: (_, { environment }) => this.#watch(labFrom(environment)),
      });
    } finally {
      clearInterval(looking);
      this.#link?.close();
      this.#host.close();
    }
    if (this.#failure !== undefined) throw this.#failure;
    return this.#seen(readCapture(fates!, pcap!));
  }

  #file(name: string): string {
    return join(this.#directory, name);
  }

  #watch(link: LabClient): void {
    this.#link = link;
    link.onPackets((packets, skipped) => {
      this.#packets += packets.length + skipped;
      this.#lastPacketAt = performance.now();
    });
  }

  #take(side: Side, message: FromEnd): void {
    if (message.type === 'started' && side === 'sender') this.#startedAt = performance.now();
    else if (message.type === 'failed') this.#failed(side, message);
    else if (message.type === 'ended') {
      const { file, fileBytes, type: _, ...end } = message;
      if (side === 'receiver') this.#product = { file, fileBytes };
      this.#over(side, { ...end, state: 'ended', at: performance.now() - this.#startedAt });
      // The other end would only wait.
      if (end.killed !== null && this.#stopped === null) this.#stop('excess');
    }
  }

  #greet(side: Side): void {
    if (side === 'sender') this.#linkStands = true;
    // There is nobody to send to.
    if (this.#stopped !== null || this.#ends.receiver !== undefined) {
      this.#host!.close();
      return;
    }
    const { environment, folder, visible, hidden, limits } = this.#pair;
    const { file } = this.#order;
    this.#host!.tell(side, {
      type: 'order',
      command: inPlace(this.#pair[side]),
      environment: environmentFor(environment, SCRATCH),
      folder,
      visible,
      hidden,
      file: side === 'sender' ? Buffer.from(file).toString('base64') : null,
      most: 2 * file.length + MORE_BYTES,
      limits,
    });
  }

  #failed(side: Side, { what, reason }: Extract<FromEnd, { type: 'failed' }>): void {
    if (what === 'sandbox') this.#failure ??= new SockbenchError('judge-sandbox', 'prepare', { reason });
    this.#over(side, { state: 'not-started', reason });
    if (side === 'sender') this.#host!.close();
  }

  #over(side: Side, state: EndState): void {
    this.#ends[side] = state;
    if (this.#ends.sender !== undefined && this.#ends.receiver !== undefined) this.#host!.close();
    // Before the sender was started: the lab waits for nobody, and the sender's end is sent away when it calls.
    else if (!this.#linkStands) this.#host!.dismiss(side);
  }

  #look(): void {
    const now = performance.now();
    if (this.#stopped !== null) {
      if (now > this.#giveUpAt) this.#host!.close();
    } else if (this.#interrupted.aborted) this.#stop('interrupted');
    else if (this.#packets > this.#order.mostPackets) this.#stop('flood');
    else if (now - this.#startedAt > this.#pair.timeout) this.#stop('timeout');
    else if (now - Math.max(this.#startedAt, this.#lastPacketAt) > this.#pair.quiet) this.#stop('quiet');
  }

  #stop(why: StoppedFor): void {
    this.#stopped = why;
    this.#giveUpAt = performance.now() + LAST_WORDS_MS;
    for (const side of ['sender', 'receiver'] as const) this.#host!.tell(side, { type: 'stop' });
  }

  #seen(packets: readonly SeenPacket[]): TrialSeen {
    const { file, fileBytes } = this.#product;
    const { sender = NOT_RUN, receiver = NOT_RUN } = this.#ends;
    const times = [sender, receiver].map((end) => (end.state === 'ended' ? end.at : 0));
    return {
      impairment: this.#order.impairment,
      file: this.#order.file,
      ends: { sender, receiver },
      packets,
      written: file === null ? null : Buffer.from(file, 'base64'),
      writtenBytes: fileBytes,
      seconds: Math.max(0, ...times.filter(Number.isFinite)) / 1000,
      stopped: this.#stopped,
    };
  }
}

/** The other command made it needless. */
const NOT_RUN: EndState = { state: 'not-run' };

/** HOST, PORT and FILE, also within a word (HOST:PORT, --file=FILE), but not within a name. */
const inPlace = (words: readonly string[]): string[] =>
  words.map((word) =>
    word.replace(/(?<![A-Za-z0-9_])(HOST|PORT|FILE)(?![A-Za-z0-9_])/g, (name) => PLACES[name]!),
  );
const PLACES: Readonly<Record<string, string>> = { HOST: SERVER_END.address4, PORT: String(PORT), FILE };
