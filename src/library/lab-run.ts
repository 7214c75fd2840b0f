/**
 * A run behind an emulated link, for a program: the run itself lives in a process on the client's side of the link, and its
 * events come here as lines over a channel of their own.
 */
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { SockbenchError } from '../errors.ts';
import type { RunResult } from '../result/document/schema.ts';
import type { RunEvent } from '../result/events/events.ts';
import type { RunSpec } from '../result/spec.ts';
import { asError, documentOf } from '../run/client/document.ts';
import { EventQueue } from '../run/client/queue.ts';
import { launchLab } from '../run/lab/launch.ts';
import type { Running } from './running.ts';
import { VERSION } from './version.ts';

export const runInLab = (spec: RunSpec): Running => new LabRun(spec);

class LabRun implements Running {
  readonly #spec: RunSpec;
  readonly #events = new EventQueue<RunEvent>();
  readonly #abort = new AbortController();
  readonly #startedAt = new Date().toISOString();
  #channel: Duplex | undefined;
  #stops = 0;
  #result: RunResult | undefined;

  constructor(spec: RunSpec) {
    this.#spec = spec;
  }

  start(): AsyncIterable<RunEvent> {
    void this.#run().then((failure) => {
      if (this.#result === undefined) this.#events.push({ event: 'result', result: this.#without(failure) });
      this.#events.end();
    });
    return this.#events;
  }

  /** The run inside is told, each time; where it has not begun, or is over, everything is taken down. */
  stop(): void {
    this.#stops++;
    if (this.#channel === undefined || this.#result !== undefined) this.#abort.abort();
    else this.#channel.write('stop\n');
  }

  /** @returns why there is no result, where there is none */
  async #run(): Promise<SockbenchError | undefined> {
    try {
      await launchLab({
        command: [process.execPath, fileURLToPath(new URL('./in-lab-process.js', import.meta.url))],
        impairment: this.#spec.impairment!,
        family: this.#spec.family,
        engine: this.#spec.engine,
        congestionControl: this.#spec.congestionControl,
        apart: (channel) => this.#listen(channel),
        ready: () => this.#begun(),
        signal: this.#abort.signal,
      });
      return undefined;
    } catch (error) {
      return asError(error);
    }
  }

  #pending: Duplex | undefined;

  #listen(channel: Duplex): void {
    this.#pending = channel;
    channel.on('error', () => {});
    const lines = createInterface({ input: channel, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', (line) => this.#take(JSON.parse(line) as RunEvent));
    lines.on('error', () => {});
  }

  /** The link stands: the command is about to start, and finds its order there. */
  #begun(): void {
    this.#channel = this.#pending;
    this.#channel?.write(`${JSON.stringify({ spec: this.#spec, version: VERSION })}\n`);
  }

  #take(event: RunEvent): void {
    if (event.event === 'result') this.#result = event.result;
    this.#events.push(event);
  }

  #without(failure: SockbenchError | undefined): RunResult {
    return documentOf({
      version: VERSION,
      command: [],
      startedAt: this.#startedAt,
      spec: this.#spec,
      effective: null,
      transports: [],
      interrupted: this.#stops > 0,
      failure,
    });
  }
}
