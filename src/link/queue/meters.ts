/** Who counts what a queue does: a meter for each run, and the figures of the moment for the screen. */
import type { QueueMoment } from '../../result/impairment.ts';
import type { Drop } from './discipline.ts';
import { QueueMeter } from './meter.ts';

export class QueueMeters {
  readonly #runs = new Map<string, QueueMeter>();
  #packets = 0;
  #bytes = 0;
  #peakPackets = 0;
  #peakBytes = 0;
  #longest = 0;
  #sent = 0;
  #dropped = 0;
  #marked = 0;

  /** @param run in place of an earlier one of this name */
  begin(run: string, now: number): void {
    this.#runs.set(run, new QueueMeter(this.#packets, this.#bytes, now));
  }

  of(run: string): QueueMeter | undefined {
    return this.#runs.get(run);
  }

  length(packets: number, bytes: number, now: number): void {
    this.#packets = packets;
    this.#bytes = bytes;
    if (packets > this.#peakPackets) this.#peakPackets = packets;
    if (bytes > this.#peakBytes) this.#peakBytes = bytes;
    for (const meter of this.#runs.values()) meter.length(packets, bytes, now);
  }

  sent(sojourn: number, bytes: number): void {
    this.#sent += bytes;
    if (sojourn > this.#longest) this.#longest = sojourn;
    for (const meter of this.#runs.values()) meter.sent(sojourn);
  }

  dropped(why: Drop): void {
    this.#dropped++;
    for (const meter of this.#runs.values()) meter.dropped(why);
  }

  marked(): void {
    this.#marked++;
    for (const meter of this.#runs.values()) meter.marked();
  }

  /** Peaks are of the time since the last call; counts of all the time. */
  moment(): QueueMoment {
    const moment = {
      packets: this.#packets,
      bytes: this.#bytes,
      peakPackets: this.#peakPackets,
      peakBytes: this.#peakBytes,
      sojourn: this.#longest,
      sent: this.#sent,
      dropped: this.#dropped,
      marked: this.#marked,
    };
    this.#peakPackets = this.#packets;
    this.#peakBytes = this.#bytes;
    this.#longest = 0;
    return moment;
  }
}
