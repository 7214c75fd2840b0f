/** What a transport has measured so far, without a screen that would add it up: for the server's own. */
import { Histogram } from '../../../measure/histogram.ts';
import type { TransportResult } from '../../../result/document/schema.ts';
import type { ClientTold, ServerSnapshot } from '../../../wire/control.ts';
import type { WorkerIntervals } from '../threads/pool.ts';
import { bothEnds, sumIfKnown } from './resent.ts';

export class SoFar {
  readonly #latency = new Histogram();
  /** By generator. */
  readonly #resent = new Map<number, number | null>();
  #sent = 0;
  #answered = 0;
  #result: TransportResult | undefined;

  take(worker: number, { probes, resent }: WorkerIntervals): void {
    this.#resent.set(worker, resent);
    for (const part of probes) {
      this.#sent += part.sent;
      this.#answered += part.received + part.late;
      this.#latency.add(part.latency);
    }
  }

  /** From now on what stands in it is told. */
  end(result: TransportResult): void {
    this.#result = result;
  }

  /** undefined: nothing was measured yet. @param server what it has said last */
  told(server: ServerSnapshot | undefined): ClientTold | undefined {
    if (this.#result !== undefined) return toldOf(this.#result);
    if (this.#sent === 0) return undefined;
    const [p50, p99] = this.#latency.quantiles([0.5, 0.99]);
    return {
      sent: this.#sent,
      answered: this.#answered,
      p50: p50 ?? null,
      p99: p99 ?? null,
      resent: bothEnds(sumIfKnown([...this.#resent.values()]), server),
      lostUp: null,
      lostDown: null,
    };
  }
}

function toldOf({ probes, latency, connect, tcp, loss, link }: TransportResult): ClientTold | undefined {
  const times = latency.response ?? latency.service ?? connect;
  const [there, back] = [link?.up.tcp.retransmitted, link?.down.tcp.retransmitted];
  const onLink = there === undefined || back === undefined ? null : there + back;
  return {
    sent: probes?.sent ?? loss.up?.sent ?? 0,
    answered: probes === null ? (loss.up?.received ?? 0) : probes.received + (probes.late ?? 0),
    p50: times?.p50 ?? null,
    p99: times?.p99 ?? null,
    resent: tcp === null ? onLink : tcp.retransmits,
    lostUp: loss.up?.lost ?? null,
    lostDown: loss.down?.lost ?? null,
  };
}
