/** One step of the lesson over a lab of its own, told as a timeline of three places: sender, wire, receiver. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { machineNow } from '../../../clock.ts';
import { SockbenchError } from '../../../errors.ts';
import { SERVER_END } from '../../../link/system/interface.ts';
import type { StreamMoment } from '../../../result/document/stream-lesson.ts';
import type { FateRecord } from '../../../result/impairment.ts';
import { deferred } from '../../../run/client/control/deferred.ts';
import { launchLab } from '../../../run/lab/launch.ts';
import { type LabClient, labFrom } from '../../../run/lab/link/client.ts';
import { EndHost, type Side } from '../../ends/end-host.ts';
import type { EndMove, FromEnd, ToEnd } from './orders.ts';
import type { StreamStep } from './steps.ts';

const PORT = 5000;
const PROCESS = fileURLToPath(new URL('./end-process.js', import.meta.url));
/** What waits longer than this for its other end waits for ever, ms. */
const PATIENCE = 20_000;

const MoveSchema = v.object({
  what: v.picklist(['send', 'recv', 'message', 'line']),
  time: v.pipe(v.number(), v.finite()),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  text: v.string(),
});
const FromEndSchema: v.GenericSchema<unknown, FromEnd> = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('move'), move: MoveSchema }),
  v.object({ type: v.literal('done') }),
  v.object({ type: v.literal('failed'), reason: v.string() }),
]);

/** Programs of a student's in place of our ends: their words, with HOST and PORT. */
export interface StudentCommands {
  readonly sender: readonly string[] | null;
  readonly receiver: readonly string[] | null;
}

/** @throws SockbenchError `lab-…`, `lesson-failed` */
export async function conductStep(
  step: StreamStep,
  commands: StudentCommands,
  signal: AbortSignal,
): Promise<StreamMoment[]> {
  const directory = mkdtempSync(join(tmpdir(), 'sockbench-stream-'));
  try {
    return await new StepRun(step, commands, signal).run(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

class StepRun {
  readonly #step: StreamStep;
  readonly #commands: StudentCommands;
  readonly #signal: AbortSignal;
  readonly #epoch = machineNow();
  readonly #moments: StreamMoment[] = [];
  readonly #waiting = new Set<Side>(['sender', 'receiver']);
  readonly #over = deferred<void>();
  #host: EndHost<ToEnd, FromEnd> | undefined;
  #link: LabClient | undefined;

  constructor(step: StreamStep, commands: StudentCommands, signal: AbortSignal) {
    this.#step = step;
    this.#commands = commands;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#over.resolve(), { once: true });
  }

  async run(directory: string): Promise<StreamMoment[]> {
    const calls = join(directory, 'ends.sock');
    this.#host = await EndHost.open(calls, {
      schema: FromEndSchema,
      bounds: { depth: 8, values: 1000 },
      called: (side) => this.#called(side),
      take: (side, message) => this.#take(side, message),
    });
    const patience = setTimeout(() => this.#over.resolve(), PATIENCE);
    try {
      const lab = this.#lab(calls, join(directory, 'fates.jsonl'));
      await Promise.race([this.#over.promise, lab]);
      if (!this.#signal.aborted) await this.#link?.report(this.#step.transport, null).catch(() => {});
      this.#host.close();
      await lab.catch(() => {});
    } finally {
      clearTimeout(patience);
      this.#link?.close();
      this.#host.close();
    }
    return inOrder(this.#moments);
  }

  #lab(calls: string, fates: string): Promise<number> {
    const end = (side: Side): string[] => [process.execPath, PROCESS, calls, side];
    return launchLab({
      command: end('sender'),
      server: end('receiver'),
      impairment: this.#step.impairment,
      detached: true,
      signal: this.#signal,
      fates,
      ready: (_, { environment }) => this.#watch(labFrom(environment)),
    });
  }

  #watch(link: LabClient): void {
    this.#link = link;
    for (const transport of ['tcp', 'udp'] as const) link.markRunStart(transport, this.#epoch);
    link.onPackets((packets) => {
      for (const packet of packets) this.#crossed(packet);
    });
  }

  #crossed({ direction, tcp, bytes, time, deliveredAt, protocol }: FateRecord): void {
    const payload = protocol === 'tcp' ? (tcp?.length ?? 0) : protocol === 'udp' ? bytes - UDP_HEADERS : 0;
    if (direction !== 'up' || payload <= 0) return;
    this.#moments.push({
      where: 'wire',
      time: deliveredAt ?? time,
      what: 'segment',
      bytes: payload,
      text: '',
    });
  }

  #called(side: Side): void {
    const { transport, sends, busy, framing } = this.#step;
    const command = this.#commands[side];
    this.#host!.tell(side, {
      type: 'order',
      transport,
      host: SERVER_END.address4,
      port: PORT,
      sends: side === 'sender' ? sends.map((bytes) => Buffer.from(bytes).toString('base64')) : [],
      busy,
      framing,
      command: command === null ? null : command.map(inPlace),
      expected: this.#commands.sender === null ? sends.reduce((sum, { length }) => sum + length, 0) : null,
      epoch: this.#epoch.toString(),
    });
  }

  #take(side: Side, message: FromEnd): void {
    if (message.type === 'ready') {
      this.#waiting.delete(side);
      if (this.#waiting.size === 0) {
        this.#waiting.add('sender').add('receiver');
        this.#host!.tell('sender', { type: 'go' });
      }
    } else if (message.type === 'move') this.#moments.push(momentOf(side, message.move));
    else if (message.type === 'done') {
      this.#waiting.delete(side);
      if (this.#waiting.size === 0) this.#over.resolve();
    } else this.#over.reject(new SockbenchError('lesson-failed', 'stream', { reason: message.reason }));
  }
}

const UDP_HEADERS = 28;

const momentOf = (where: Side, move: EndMove): StreamMoment => ({ where, ...move });

/** From the first thing that happens; what happens at once is told from left to right. */
function inOrder(moments: readonly StreamMoment[]): StreamMoment[] {
  const places = ['sender', 'wire', 'receiver'];
  const sorted = [...moments].sort(
    (a, b) => a.time - b.time || places.indexOf(a.where) - places.indexOf(b.where),
  );
  const start = sorted[0]?.time ?? 0;
  return sorted.map((moment) => ({ ...moment, time: moment.time - start }));
}

/** HOST and PORT, also within a word. */
const inPlace = (word: string): string =>
  word
    .replace(/(?<![A-Za-z0-9_])HOST(?![A-Za-z0-9_])/g, SERVER_END.address4)
    .replace(/(?<![A-Za-z0-9_])PORT(?![A-Za-z0-9_])/g, String(PORT));
