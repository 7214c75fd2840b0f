/**
 * Every figure of an echo over UDP, read slowly from the books of both ports, each by the words of its definition
 * (ARCHITECTURE.md, "The accounting"; RFCs 3357, 3393, 3550, 4737, 5481, 5560, 6673, 7680). Shares no code with the core.
 */
import type { Arrival } from './arrived.ts';
import type { Entry } from './logbook.ts';
import type { EchoOutcome } from './world.ts';

const key = ({ flow, number }: Pick<Entry, 'flow' | 'number'>): string => `${flow}:${number}`;

export interface Probe {
  readonly flow: number;
  readonly number: number;
  readonly sentAt: number;
  readonly intended: number;
  /** Of the first intact copy; null: none came. */
  readonly answeredAt: number | null;
  readonly reachedServer: boolean;
  readonly answered: boolean;
  /** Intact ones of its answer, the first included. */
  readonly copies: number;
}

export interface Naive {
  /** By time of sending. */
  readonly probes: readonly Probe[];
  readonly isReceived: (probe: Probe) => boolean;
  readonly isLate: (probe: Probe) => boolean;
  readonly duplicates: number;
  readonly duplicatesUp: number;
  readonly corrupt: number;
  readonly reordered: Reordering;
  readonly reorderedUp: Reordering;
  readonly reorderedDown: Reordering;
  readonly jitter: number | null;
  readonly jitterUp: number | null;
  readonly jitterDown: number | null;
  readonly ipdv: readonly number[];
  readonly variation: readonly number[];
  readonly runs: Record<string, number>;
  /** First intact copies at either end, warm-up included. */
  readonly arrivals: { readonly up: readonly Arrival[]; readonly down: readonly Arrival[] };
}

export interface Reordering {
  readonly count: number;
  readonly extents: Record<string, number>;
}

export function naive({ world, books }: EchoOutcome): Naive {
  const { flows = 1, size = 64, rate, warmup = 0, lossThreshold = 1e9 } = world.scenario;
  const intact = (entry: Entry): boolean => entry.length === size;
  const measured = (entries: readonly Entry[]): Entry[] => entries.filter(({ warm }) => !warm);
  const sent = measured(books.client.sent);
  const arrived = measured(books.client.received.filter(intact));
  const atServer = measured(books.server.received.filter(intact));
  const answers = measured(books.server.sent);
  const first = firstCopies(arrived);
  const firstAtServer = firstCopies(atServer);
  const answerAt = new Map(first.map((entry) => [key(entry), entry.at]));
  const reached = new Set(firstAtServer.map(key));
  const answered = new Set(answers.map(key));
  const period = 1e9 / (rate as number);
  const arrivalsOf = (entries: readonly Entry[]): Arrival[] =>
    [true, false].flatMap((warm) =>
      firstCopies(entries.filter((entry) => intact(entry) && entry.warm === warm)).map(({ at }) => ({
        at,
        bytes: size,
      })),
    );
  const probes = sent.map(({ flow, number, at }): Probe => {
    const id = key({ flow, number });
    return {
      flow,
      number,
      sentAt: at,
      // The k-th probe goes to flow k mod n.
      intended: world.start + warmup + (number * flows + flow) * period,
      answeredAt: answerAt.get(id) ?? null,
      reachedServer: reached.has(id),
      answered: answered.has(id),
      copies: arrived.filter((entry) => key(entry) === id).length,
    };
  });
  const sentAt = new Map(probes.map((probe) => [key(probe), probe.sentAt]));
  const delayOf = new Map(first.map((entry) => [key(entry), entry.at - sentAt.get(key(entry))!]));
  const isReceived = (probe: Probe): boolean =>
    probe.answeredAt !== null && probe.answeredAt - probe.sentAt <= lossThreshold;
  const each = <T>(read: (flow: number) => T[]): T[] =>
    Array.from({ length: flows }, (_, flow) => read(flow)).flat();
  const of = (entries: readonly Entry[], flow: number): Entry[] =>
    entries.filter((entry) => entry.flow === flow);
  return {
    probes,
    arrivals: { up: arrivalsOf(books.server.received), down: arrivalsOf(books.client.received) },
    isReceived,
    isLate: (probe) => probe.answeredAt !== null && !isReceived(probe),
    duplicates: arrived.length - first.length,
    duplicatesUp: atServer.length - firstAtServer.length,
    corrupt:
      books.client.received.filter((e) => !intact(e)).length +
      books.server.received.filter((e) => !intact(e)).length,
    reordered: reorderingOf(each((flow) => [of(first, flow).map(({ number }) => number)])),
    reorderedUp: reorderingOf(each((flow) => [of(firstAtServer, flow).map(({ number }) => number)])),
    // Down, the order of sending is the order in which the server sent its answers.
    reorderedDown: reorderingOf(
      each((flow) => {
        const order = of(answers, flow).map(key);
        return [of(first, flow).map((entry) => order.indexOf(key(entry)))];
      }),
    ),
    jitter: jitterOf(each((flow) => [of(first, flow).map((e) => [sentAt.get(key(e))!, e.at])])),
    jitterUp: jitterOf(each((flow) => [of(firstAtServer, flow).map((e) => [sentAt.get(key(e))!, e.at])])),
    jitterDown: jitterOf(each((flow) => [of(first, flow).map((e) => [e.transmitted, e.at])])),
    ipdv: each((flow) => {
      const numbers = of(first, flow).map(({ number }) => number);
      return numbers.flatMap((number) => {
        const [one, next] = [delayOf.get(`${flow}:${number}`), delayOf.get(`${flow}:${number + 1}`)];
        return one === undefined || next === undefined ? [] : [Math.abs(next - one)];
      });
    }),
    variation: each((flow) => {
      const delays = of(first, flow).map((entry) => delayOf.get(key(entry))!);
      const least = Math.min(...delays);
      return delays.map((delay) => delay - least);
    }),
    runs: countedLengths(
      each((flow) => [
        probes
          .filter((probe) => probe.flow === flow)
          .sort((a, b) => a.number - b.number)
          .map((probe) => (isReceived(probe) ? '.' : 'x'))
          .join(''),
      ]),
    ),
  };
}

function firstCopies(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.filter((entry) => {
    if (seen.has(key(entry))) return false;
    seen.add(key(entry));
    return true;
  });
}

/** RFC 4737: reordered where a greater number arrived before (§3.3); the extent is the distance to the first such (§4.2). */
function reorderingOf(flows: readonly (readonly number[])[]): Reordering {
  const extents: Record<string, number> = {};
  let count = 0;
  for (const order of flows) {
    order.forEach((number, i) => {
      const earlier = order.findIndex((other, j) => j < i && other > number);
      if (earlier === -1) return;
      count++;
      extents[i - earlier] = (extents[i - earlier] ?? 0) + 1;
    });
  }
  return { count, extents };
}

/** RFC 3550 §6.4.1: D(i−1, i) from both clocks, J += (|D| − J) / 16; the mean of J over all its updates. */
function jitterOf(flows: readonly (readonly (readonly number[])[])[]): number | null {
  const updates: number[] = [];
  for (const packets of flows) {
    let estimate = 0;
    packets.forEach(([sent, received], i) => {
      if (i === 0) return;
      const [sentBefore, receivedBefore] = packets[i - 1]!;
      const d = received! - receivedBefore! - (sent! - sentBefore!);
      estimate += (Math.abs(d) - estimate) / 16;
      updates.push(estimate);
    });
  }
  return updates.length === 0 ? null : updates.reduce((a, b) => a + b, 0) / updates.length;
}

function countedLengths(texts: readonly string[]): Record<string, number> {
  const runs: Record<string, number> = {};
  for (const text of texts)
    for (const { length } of text.match(/x+/g) ?? []) runs[length] = (runs[length] ?? 0) + 1;
  return runs;
}
