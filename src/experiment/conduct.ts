/** The one conductor of all experiments: makes the steps, tells what happens, keeps what was measured. */

import { type RunHandle, run } from '../library/run.ts';
import { VERSION } from '../library/version.ts';
import type { DocumentBase } from '../result/document/experiment.ts';
import type { Ending, RunResult } from '../result/document/schema.ts';
import { type Deferred, deferred } from '../run/client/control/deferred.ts';
import { describeHost } from '../run/client/host.ts';
import { EventQueue } from '../run/client/queue.ts';
import type { Experiment, ExperimentEvent, Runner, Step, StepRun } from './contract.ts';
import { hurriesAfter } from './hurry.ts';

export interface ConductOptions {
  /** Ends it at once: the document so far is still given. */
  readonly signal?: AbortSignal | undefined;
  readonly key?: Uint8Array | undefined;
  /** The command line, for the document. */
  readonly command?: readonly string[];
  /** The library's own where nothing is said. */
  readonly runner?: Runner;
}

/** An experiment that goes on; `for await` over it, or await `document`. */
export interface ExperimentHandle<Document> extends AsyncIterable<ExperimentEvent<Document>> {
  /** Of all runs that were made, whatever happens. */
  readonly document: Promise<Document>;
  /** No further step; what is on its way is still awaited. A second call ends it at once. */
  stop(): void;
}

/** @param finish the whole document, from what the conductor knows, the runs and what they say together */
export function conduct<Plan, Body, Document>(
  experiment: Experiment<Plan, Body>,
  plan: Plan,
  finish: (base: DocumentBase, runs: readonly RunResult[], body: Body) => Document,
  options: ConductOptions = {},
): ExperimentHandle<Document> {
  return new Conductor(experiment, plan, finish, options);
}

/** ns: where one run was given up, what went on beside it is not waited for much longer. */
const LITTLE = 1.5e9;
/** ns: so long what a bounded run still awaits is waited for when it is told to end before its time. */
const WHEN_TOLD = 4e9;
/** ns: one that is not answered for so long does not keep the others from beginning. */
const SILENT_BEGINNING = 10e9;

class Conductor<Plan, Body, Document> implements ExperimentHandle<Document> {
  readonly #experiment: Experiment<Plan, Body>;
  readonly #plan: Plan;
  readonly #options: ConductOptions;
  readonly #runner: Runner;
  readonly #events = new EventQueue<ExperimentEvent<Document>>();
  readonly #abort = new AbortController();
  readonly #results: RunResult[] = [];
  readonly #startedAt = new Date().toISOString();
  #running = new Map<string, RunHandle>();
  /** Of those that are ended when the others have, or when their time is over: that is their end. */
  readonly #asPlanned = new Set<RunHandle>();
  #stops = 0;
  /** Runs of this step by name: their first answers came. */
  #answered = new Map<string, Deferred<void>>();
  /** Runs that have a time of their own. */
  readonly #bounded = new WeakSet<RunHandle>();
  /** A run of this step was ended because it took too long. */
  #givenUp = false;
  /** It had not even begun: no other run of this step will. */
  #hopeless = false;
  /** Nobody waits for a run of this step any more that has not begun. */
  #pending = new AbortController();
  readonly document: Promise<Document>;

  constructor(
    experiment: Experiment<Plan, Body>,
    plan: Plan,
    finish: (base: DocumentBase, runs: readonly RunResult[], body: Body) => Document,
    options: ConductOptions,
  ) {
    this.#experiment = experiment;
    this.#plan = plan;
    this.#options = options;
    this.#runner =
      options.runner ??
      ((request, signal) =>
        run(request, { signal, ...(options.key === undefined ? {} : { key: options.key }) }));
    const now = (): void => this.#now();
    options.signal?.addEventListener('abort', now, { once: true });
    if (options.signal?.aborted === true) now();
    this.document = this.#conduct(finish).finally(() => {
      options.signal?.removeEventListener('abort', now);
      this.#events.end();
    });
    this.document.catch(() => {});
  }

  stop(): void {
    this.#stops++;
    this.#noMore();
    if (this.#stops > 1) this.#abort.abort();
  }

  /** What goes on in this step is told to end, and nothing more of it begins. */
  #noMore(): void {
    this.#pending.abort();
    for (const running of this.#running.values()) {
      running.stop();
      if (this.#bounded.has(running)) hurriesAfter(WHEN_TOLD, running, () => {});
    }
  }

  #now(): void {
    this.stop();
    this.stop();
  }

  async #conduct(
    finish: (base: DocumentBase, runs: readonly RunResult[], body: Body) => Document,
  ): Promise<Document> {
    for (let at = 0; this.#failure === undefined && this.#stops === 0; at++) {
      const step = this.#experiment.steps(this.#plan, this.#results);
      if (step === null) break;
      this.#events.push({
        event: 'step',
        step: at,
        name: step.name,
        runs: step.runs.map(({ name }) => name),
      });
      await this.#step(at, step);
    }
    const body = this.#experiment.verdict(this.#plan, this.#results);
    const document = finish(this.#base(), this.#results, body);
    this.#events.push({ event: 'document', document });
    return document;
  }

  /** The runs of a step in the order in which they were asked for, whichever ends first. */
  async #step(at: number, { runs }: Step): Promise<void> {
    this.#running = new Map();
    this.#pending = new AbortController();
    this.#givenUp = false;
    this.#hopeless = false;
    const making = new Map<string, Promise<RunResult | null>>();
    this.#answered = new Map(runs.map(({ name }) => [name, deferred<void>()]));
    for (const one of runs) making.set(one.name, this.#run(at, one, making.get(one.follows ?? '')));
    const beside = runs.filter(({ until }) => until !== undefined);
    const others = runs.filter(({ until }) => until === undefined).map(({ name }) => making.get(name)!);
    const ending = Promise.all(others).then(() => Promise.all(beside.map((one) => this.#end(one))));
    const made = await Promise.all(making.values());
    await ending;
    this.#results.push(...made.filter((result) => result !== null));
  }

  async #run(
    at: number,
    { name, request, after = 0, beside, pause = 0, until, most }: StepRun,
    before: Promise<unknown> | undefined,
  ): Promise<RunResult | null> {
    const follows = before?.then(() => this.#wait(pause));
    await Promise.all([follows, this.#begun(beside).then(() => this.#wait(after))]);
    if (this.#pending.signal.aborted || this.#stops > 0 || this.#hopeless) return null;
    const handle = this.#runner(request, this.#abort.signal);
    this.#running.set(name, handle);
    if (most !== undefined) this.#bounded.add(handle);
    if (until === undefined) this.#endsAfter(most, handle);
    for await (const event of handle) {
      if (event.event === 'samples') this.#answered.get(name)?.resolve();
      this.#events.push({ event: 'run', step: at, run: name, of: event });
    }
    const result = await handle.result;
    this.#running.delete(name);
    if (result.ending.status === 'failed') this.#noMore();
    // Where one could not even begin, the next one could not either.
    if (this.#givenUp && result.transports.length === 0) this.#hopeless = true;
    return this.#asPlanned.has(handle) && result.ending.status === 'interrupted'
      ? { ...result, ending: { status: 'completed' } }
      : result;
  }

  /** The run of that name was answered; or nobody waits for that any longer. */
  async #begun(name: string | undefined): Promise<void> {
    if (name !== undefined)
      await Promise.race([this.#answered.get(name)?.promise, this.#wait(SILENT_BEGINNING)]);
  }

  /** Its time is over: what was measured is kept, and nobody waits for the rest of it. @param most ns from now; undefined: there is no end */
  #endsAfter(most: number | undefined, handle: RunHandle): void {
    if (most === undefined) return;
    hurriesAfter(most, handle, () => {
      this.#givenUp = true;
      this.#asPlanned.add(handle);
    });
  }

  /** The others have ended. */
  async #end({ name, until, most }: StepRun): Promise<void> {
    const late = this.#givenUp;
    if (!late) await this.#wait(until!);
    const handle = this.#running.get(name);
    if (handle === undefined || this.#pending.signal.aborted) return;
    this.#asPlanned.add(handle);
    handle.stop();
    this.#endsAfter(late ? LITTLE : most, handle);
  }

  #wait(time: number): Promise<void> {
    const { signal } = this.#pending;
    if (time === 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, time / 1e6);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  get #failure(): Ending | undefined {
    return this.#results.find(({ ending }) => ending.status === 'failed')?.ending;
  }

  #base(): DocumentBase {
    const interrupted =
      this.#stops > 0 || this.#results.some(({ ending }) => ending.status === 'interrupted');
    return {
      tool: { name: 'sockbench', version: VERSION },
      startedAt: this.#startedAt,
      command: [...(this.#options.command ?? [])],
      host: describeHost(),
      ending: this.#failure ?? { status: interrupted ? 'interrupted' : 'completed' },
    };
  }

  [Symbol.asyncIterator](): AsyncIterator<ExperimentEvent<Document>> {
    const events = this.#events[Symbol.asyncIterator]();
    return {
      next: () => events.next(),
      return: async () => {
        this.#now();
        await this.document.catch(() => {});
        return { value: undefined, done: true };
      },
    };
  }
}
