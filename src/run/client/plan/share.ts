/** Divides a load into parts that add up to the whole: over threads, and over the agents of a fleet. Pure. */

export interface Load {
  /** Flows. */
  readonly clients: number;
  /** Probes per second; anything else is no schedule, and stays what it is. */
  readonly rate: number | string | null;
  /** Infinity: no count ends it. */
  readonly count: number;
}

/** Flows of the parts before this one. */
function before(clients: number, part: number, parts: number): number {
  const least = Math.floor(clients / parts);
  return part * least + Math.min(part, clients % parts);
}

/** Of `count`, what falls to the first `flows` of `all`: whole, and at the end everything. */
const upTo = (count: number, flows: number, all: number): number =>
  flows === all ? count : Math.floor(count * (flows / all));

/** Every flow has the same rate; the first parts have a flow more where they cannot have equally many. @param part 0 … parts − 1 */
export function shareOf<Of extends Load>(load: Of, part: number, parts: number): Of {
  const { clients, rate, count } = load;
  const [from, to] = [before(clients, part, parts), before(clients, part + 1, parts)];
  return {
    ...load,
    clients: to - from,
    rate: typeof rate === 'number' ? rate * ((to - from) / clients) : rate,
    count: Number.isFinite(count) ? upTo(count, to, clients) - upTo(count, from, clients) : count,
  };
}
