/** What the server's own screen shows of a session: its counts, and what it moves a second between two looks at it. */
import type { GoodputSoFar } from '../../../measure/goodput/data.ts';
import type { ServerSessionFigures } from '../../../result/events/server-events.ts';
import type { ClientTold } from '../../../wire/control.ts';
import type { FlowCounts } from '../flows/flow-engine.ts';

type PerSecond = Pick<ServerSessionFigures, 'rate' | 'bitsUp' | 'bitsDown'>;

interface Look {
  /** ms, when the counts were taken. */
  readonly at: number;
  readonly probes: number;
  readonly up: number;
  readonly down: number;
  readonly goodput: GoodputSoFar | null;
}

/** ms between two looks: of less there is no rate. */
const LEAST = 100;

type Counted = Omit<ServerSessionFigures, 'remaining' | 'resent' | 'client'>;

/** What the client says beside what is counted here. */
export function heard(
  { snapshot }: FlowCounts,
  told: ClientTold | null,
): Pick<ServerSessionFigures, 'resent' | 'client'> {
  if (told === null) return { resent: snapshot.resentHere ?? null, client: null };
  const { resent, ...client } = told;
  return { resent: resent ?? snapshot.resentHere ?? null, client };
}

export class Figures {
  readonly #down: boolean;
  #last: Look | undefined;
  #rates: PerSecond = { rate: 0, bitsUp: 0, bitsDown: 0 };

  /** @param down the mode is `down`, and its probes are those sent */
  constructor(down: boolean) {
    this.#down = down;
  }

  /** @param goodput what came up, where somebody counts that by time. @param now ms */
  next(counts: FlowCounts, goodput: GoodputSoFar | null, now: number): Counted {
    const { snapshot, open, expected, overLimit } = counts;
    const { received, sent, bytesReceived, bytesSent, duplicates, reordered } = snapshot;
    return {
      open,
      received,
      sent,
      bytesReceived,
      bytesSent,
      duplicates,
      reordered,
      ...this.#perSecond(this.#look(counts, goodput, now)),
      overLimit,
      loss: expected === null || expected === 0 ? null : Math.max(0, expected - received) / expected,
    };
  }

  #perSecond(look: Look): PerSecond {
    const before = this.#last;
    if (before !== undefined && look.at - before.at < LEAST) return this.#rates;
    this.#last = look;
    if (before !== undefined) this.#rates = between(before, look);
    return this.#rates;
  }

  #look({ snapshot, waiting }: FlowCounts, goodput: GoodputSoFar | null, now: number): Look {
    const { age, sent, received, bytesReceived, bytesSent } = snapshot;
    return {
      at: now - age,
      probes: this.#down ? sent : received,
      up: bytesReceived,
      // What a socket took has not gone anywhere yet.
      down: Math.max(this.#last?.down ?? 0, bytesSent - waiting),
      goodput,
    };
  }
}

function between(before: Look, now: Look): PerSecond {
  const perSecond = (count: number): number => (count * 1e3) / (now.at - before.at);
  return {
    rate: perSecond(now.probes - before.probes),
    bitsUp: arrivedPerSecond(before.goodput, now.goodput) ?? 8 * perSecond(now.up - before.up),
    bitsDown: 8 * perSecond(now.down - before.down),
  };
}

/** By the time in which bytes came, and not by the messages that are whole. */
function arrivedPerSecond(before: GoodputSoFar | null, now: GoodputSoFar | null): number | null {
  if (now === null) return null;
  const { bytes, span } = before ?? { bytes: 0, span: 0 };
  return now.span > span ? ((now.bytes - bytes) * 8e9) / (now.span - span) : 0;
}
