/** One transport as a screen shows it: its generators' reports, with what the run knows beside them. Pure. */
import { Histogram, type HistogramData } from '../../../measure/histogram.ts';
import type { Snapshot } from '../../../result/events/events.ts';
import type { ServerSnapshot } from '../../../wire/control.ts';
import type { HeldBack } from '../assemble/stream/held-back.ts';
import { type Counts, CountsOverTime } from './counts-over-time.ts';
import { Gathering } from './gathering.ts';
import { liveSnapshot } from './live.ts';
import type { Beside, GeneratorSnapshot, Said } from './reported.ts';

/** ns that the others must have told of since then, until a generator that has not is taken for silent. */
const SILENT = 1e9;

export class TransportView {
  readonly generators: number;
  readonly #gathering: Gathering;
  #beside: Beside | undefined;
  /** By generator: each has its own times. */
  #counts: readonly CountsOverTime[] = [];
  #before: { readonly now: number; readonly sent: number } | undefined;
  /** Of the run so far: by a single report's few probes nobody is judged. */
  #lags: HistogramData = new Histogram().data();
  /** What the server said at a time of which the generators have not told yet. */
  readonly #ahead: Said[] = [];
  #server: { readonly server: ServerSnapshot; readonly heard: Counts } | undefined;

  constructor(generators: number) {
    this.generators = generators;
    this.#gathering = new Gathering(generators);
  }

  know(beside: Beside): void {
    this.#beside = beside;
    if (this.#counts.length > 0) return;
    const { generators } = this;
    this.#counts = Array.from({ length: generators }, () => new CountsOverTime(beside.measuredFrom));
  }

  hear(said: Said): void {
    this.#ahead.push(said);
  }

  report(generator: number, report: GeneratorSnapshot): void {
    this.#gathering.add(generator, report);
    // In the warm-up nothing is counted.
    if (report.now > this.#beside!.measuredFrom)
      this.#counts[generator]!.counted(report.now, (report.ledger ?? report.stream)!);
  }

  /** One for each time of which all generators have told since the last call. */
  snapshots(held: HeldBack | undefined): Snapshot[] {
    const snapshots: Snapshot[] = [];
    for (let parts = this.#gathering.next(); parts !== null; parts = this.#gathering.next())
      snapshots.push(this.#snapshot(parts, held));
    return snapshots;
  }

  #snapshot(parts: readonly GeneratorSnapshot[], held: HeldBack | undefined): Snapshot {
    this.#lags = Histogram.from([this.#lags, ...parts.flatMap(({ ledger }) => ledger?.sendLag ?? [])]).data();
    const now = Math.max(...parts.map((part) => part.now));
    this.#listen(now);
    const snapshot = liveSnapshot(parts, {
      ...this.#beside!,
      server: this.#server?.server,
      heard: this.#server?.heard ?? { sent: 0, received: 0 },
      held,
      before: this.#before,
      lags: this.#lags,
    });
    this.#before = { now, sent: snapshot.sent };
    return snapshot;
  }

  /** Takes what the server said as soon as it is known what this side had counted then. */
  #listen(now: number): void {
    for (let next = this.#ahead[0]; next !== undefined; next = this.#ahead[0]) {
      // What was told later than what is drawn waits for it.
      const heard = next.at > now ? null : this.#heardAt(next.at, now);
      if (heard === null) return;
      this.#server = { server: next.snapshot, heard };
      this.#ahead.shift();
    }
  }

  #heardAt(time: number, now: number): Counts | null {
    let [sent, received] = [0, 0];
    for (const counts of this.#counts) {
      const own = counts.at(time) ?? (now - time > SILENT ? counts.latest : null);
      if (own === null) return null;
      sent += own.sent;
      received += own.received;
    }
    return { sent, received };
  }
}
