/** Outages of a result: both ends' silences judged, with their direction and what is known of their cause. Pure. */
import type { Gap } from '../../../../measure/outages/gaps.ts';
import {
  coverage,
  gapsOf,
  leastGap,
  type OutageRule,
  outagesIn,
  type Span,
  sharedGaps,
} from '../../../../measure/outages/outages.ts';
import type { Outage } from '../../../../result/document/schema.ts';
import type { ServerLedger } from '../../../../wire/control.ts';
import { isOneWay } from '../../plan/effective.ts';
import type { AssemblyInput } from '../inputs.ts';

type Silence = NonNullable<NonNullable<ServerLedger['silences']>['up']>;
type Found = Span & Pick<Outage, 'direction'>;

/** A share of an outage from which on something is its cause. */
const MOSTLY = 0.5;

export interface Counts {
  readonly due: number;
  readonly undelivered: number;
}

/** @param counts of the direction; of round trips in an echo */
export function outagesOf(
  input: AssemblyInput,
  counts: Readonly<Record<'trip' | 'up' | 'down', Counts | null>>,
): Outage[] {
  const found = isOneWay(input.plan.mode)
    ? [...ofStreamUp(input, counts.up), ...ofStreamDown(input, counts.down)]
    : ofEcho(input, counts.trip);
  const zero = measuredFrom(input);
  return found
    .map((one) => ({ ...one, ...causeOf(input, one) }))
    .filter(
      (one) =>
        input.plan.transport === 'udp' ||
        one.cause !== 'silence' ||
        neverEnded(input, one) ||
        !isRecovery(input, one),
    )
    .map(({ from, to, direction, cause, missing }) => ({
      startSeconds: Math.max(0, from - zero) / 1e9,
      endSeconds: (to - zero) / 1e9,
      // Nothing was sent: no way was the one that failed.
      direction: cause === 'ownStop' ? null : direction,
      cause,
      ...(missing !== undefined && { missing }),
    }))
    .filter(({ startSeconds, endSeconds }) => endSeconds > startSeconds)
    .sort((a, b) => a.startSeconds - b.startSeconds);
}

const measuredFrom = ({ finished }: AssemblyInput): number =>
  Math.min(...finished.map(({ report }) => report.measuredFrom));

function ruleFor(
  input: AssemblyInput,
  { due, undelivered }: Counts,
  took: number,
  lastDue: number,
): OutageRule {
  const { transport, rate, duration } = input.plan;
  const interval =
    typeof rate === 'number'
      ? 1e9 / rate
      : Math.min(duration, lastDue - measuredFrom(input)) / Math.max(1, due);
  return {
    leastTook: took,
    least: leastGap(transport, interval),
    lastDue,
    due,
    undelivered,
    lossless: transport === 'tcp',
  };
}

function ofEcho(input: AssemblyInput, counts: Counts | null): Found[] {
  const { finished, ledger } = input;
  if (counts === null) return [];
  const silences = finished.map(({ report }) => report.silence);
  const rule = ruleFor(
    input,
    counts,
    Math.min(...silences.map(({ took }) => took)),
    Math.max(...silences.map(({ lastDue }) => lastDue)),
  );
  const shared = sharedGaps(silences.map(({ gaps }) => gapsOf(gaps)));
  // Who waits for answers, or for room in a connection, sends nothing meanwhile: that a server heard nothing says nothing.
  const known = input.plan.rate === 'closed' || input.plan.transport === 'tcp' ? null : ledger;
  return outagesIn(shared, rule).map((span) => ({
    ...span,
    direction: directionOf(span, known, rule.lastDue),
  }));
}

/** The server heard nothing: up. It heard and answered all the time: down. It did not answer, or nobody knows: null. */
function directionOf(span: Span, ledger: ServerLedger | null, end: number): Outage['direction'] {
  const silences = ledger?.silences;
  if (silences === undefined) return null;
  const unheard = silences.up === null ? [span] : spansOf(silences.up, span.from, end);
  if (coverage(span, unheard) > MOSTLY) return 'up';
  const unanswered = silences.answers === null ? [span] : spansOf(silences.answers, span.from, end);
  return coverage(span, unanswered) > MOSTLY ? null : 'down';
}

/** All of a server's gaps, those at both ends too. @param start @param end of what could come */
function spansOf({ gaps, first, last }: Silence, start: number, end: number): Span[] {
  return [
    { from: start, to: first },
    ...gaps.map(([from, to]) => ({ from, to })),
    { from: last, to: end },
  ].filter(({ from, to }) => to > from);
}

function ofStreamUp(input: AssemblyInput, counts: Counts | null): Found[] {
  const { finished, ledger } = input;
  if (counts === null || ledger?.silences === undefined) return [];
  const start = measuredFrom(input);
  const end = Math.max(...finished.map(({ report }) => report.silence.lastDue));
  const rule = ruleFor(input, counts, 0, end);
  const { up } = ledger.silences;
  const spans = up === null ? [{ from: start, to: end }] : spansOf(up, start, end);
  return outagesIn(
    spans.map((span) => dueIn(span, input, counts)),
    rule,
  ).map((span) => ({ ...span, direction: 'up' }));
}

function ofStreamDown(input: AssemblyInput, counts: Counts | null): Found[] {
  if (counts === null) return [];
  const silences = input.finished.map(({ report }) => report.silence);
  const end = Math.max(...silences.map(({ lastDue }) => lastDue));
  const rule = ruleFor(input, counts, 0, end);
  const never = silences.every(({ gaps }) => Number.isNaN(gaps.first));
  const shared = never
    ? [{ from: measuredFrom(input), to: end }]
    : sharedGaps(silences.map(({ gaps }) => gapsOf(gaps)));
  return outagesIn(
    shared.map((span) => dueIn(span, input, counts)),
    rule,
  ).map((span) => ({ ...span, direction: 'down' }));
}

/** One way there is no row for each probe: reckoned by the rate. */
function dueIn({ from, to }: Span, { plan, finished }: AssemblyInput, { due }: Counts): Gap {
  const active = Math.max(...finished.map(({ report }) => report.endedAt - report.measuredFrom));
  const rate = typeof plan.rate === 'number' ? plan.rate : (due * 1e9) / Math.max(1, active);
  // Gaps of a Poisson process are of any length: thrice as many must have been due.
  const sure = plan.arrivals === 'poisson' ? 3 : 1;
  return { from, to, due: Math.floor(((to - from) * rate) / 1e9 / sure) };
}

/** The first that explains most of it; a word of the network's, or a look at the link, may be short. */
function causeOf(
  { finished, peerEndedAt, linkDown }: AssemblyInput,
  span: Span,
): Pick<Outage, 'cause' | 'missing'> {
  const of = (pick: (one: (typeof finished)[number]['report']['silence']) => readonly Span[]): Span[] =>
    finished.flatMap(({ report }) => pick(report.silence));
  const within = (spans: readonly Span[]): boolean =>
    spans.some(({ from, to }) => to >= span.from && from <= span.to);
  const stops = finished.map(({ report }) => coverage(span, report.silence.stops));
  if (stops.length > 0 && Math.min(...stops) > MOSTLY) return { cause: 'ownStop' };
  if (within([...of((one) => one.linkDown), ...linkDown])) return { cause: 'ownLink' };
  if (within(of((one) => one.forbidden))) return { cause: 'ownLink', missing: 'permission' };
  const rejected = within(of((one) => one.unreachable));
  // An errno of one's own routes may be ICMP's as well.
  if (!rejected && within(of((one) => one.noWay))) {
    const up =
      coverage(
        span,
        of((one) => one.linkUp),
      ) > MOSTLY;
    return { cause: 'ownLink', ...(up && { missing: 'route' as const }) };
  }
  if (peerEndedAt !== null && peerEndedAt <= span.to) return { cause: 'peerEnded' };
  return { cause: rejected ? 'icmp' : 'silence' };
}

/** Nothing came until the end, and the other end is not heard of either: that was no recovery. */
const neverEnded = ({ ledger, plainEcho, finished }: AssemblyInput, { to }: Span): boolean =>
  ledger === null && !plainEcho && to >= Math.max(...finished.map(({ report }) => report.silence.lastDue));

/** TCP: segments were sent again in it, by either end; or nobody can tell that none were. */
function isRecovery(input: AssemblyInput, { from, to }: Span): boolean {
  const { finished, ledger, plan } = input;
  const columns = [...finished.map(({ report }) => report.resent ?? null), ledger?.resent ?? null];
  const index = (at: number): number => Math.floor((at - measuredFrom(input)) / plan.interval);
  // Each end looks at the end of an interval: one more.
  const [first, last] = [Math.max(0, index(from)), index(to) + 1];
  return columns.some(
    (column) => column === null || column.slice(first, last + 1).some((count) => count > 0),
  );
}
