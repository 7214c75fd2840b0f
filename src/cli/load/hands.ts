/** Loads that a person begins and ends by hand when what was planned is over, with probes beside them: what the screen shows of them is kept. */
import type { Runner } from '../../experiment/contract.ts';
import { type LoadPlan, loadRequest, PROBES, probeRequest } from '../../experiment/load/plan.ts';
import type { RunHandle } from '../../library/run.ts';
import type { RunRequest } from '../../library/spec.ts';
import type { RunEvent } from '../../result/events/events.ts';
import { type Direction, SECOND } from '../../units.ts';

/** Nobody looks for longer. */
const LONGEST = 3600 * SECOND;

export class Hands {
  readonly #plan: LoadPlan;
  readonly #runner: Runner;
  readonly #tell: (run: string, event: RunEvent) => void;
  readonly #abort = new AbortController();
  readonly #running = new Map<string, RunHandle>();
  readonly #ended: Promise<void>[] = [];

  constructor(plan: LoadPlan, runner: Runner, tell: (run: string, event: RunEvent) => void) {
    this.#plan = plan;
    this.#runner = runner;
    this.#tell = tell;
  }

  /** @returns whether this is the first: a new picture begins */
  toggle(way: Direction): boolean {
    const first = !this.#running.has(PROBES);
    if (first) this.#begin(PROBES, { ...probeRequest(this.#plan), duration: LONGEST });
    const running = this.#running.get(way);
    if (running === undefined) this.#begin(way, { ...loadRequest(this.#plan, way), duration: LONGEST });
    else running.stop();
    return first;
  }

  /** All of them end at once. */
  async close(): Promise<void> {
    this.#abort.abort();
    await Promise.all(this.#ended);
  }

  #begin(name: string, request: RunRequest): void {
    const handle = this.#runner(request, this.#abort.signal);
    this.#running.set(name, handle);
    this.#ended.push(this.#follow(name, handle));
  }

  async #follow(name: string, handle: RunHandle): Promise<void> {
    for await (const event of handle) this.#tell(name, event);
    this.#running.delete(name);
  }
}
