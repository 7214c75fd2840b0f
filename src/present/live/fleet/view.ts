/** A fleet: what all agents do together, and below it each of them. Pure: a model in, lines out. */
import type { AgentMoment, FleetMoment, FleetSums } from '../../../result/events/fleet-events.ts';
import { safeText } from '../../safe-text.ts';
import type { Canvas } from '../canvas.ts';
import { fitted } from '../column.ts';
import { edges, line, type Span } from '../text.ts';
import type { Style } from '../theme.ts';

export interface FleetModel {
  /** What was asked for, in one line. */
  readonly asked: string;
  /** Agents that are wanted. */
  readonly wanted: number;
  /** null: nothing was told yet. */
  readonly moment: FleetMoment | null;
  /** Somebody has asked for its end. */
  readonly stopping: boolean;
}

/** Loss from which a row stands out; a lag that shows in percentiles, ns; seconds without a word. */
const NOTABLE_LOSS = 0.005;
const NOTABLE_LAG = 1e6;
const NOTABLE_SILENCE = 2.5;

export function fleetView(canvas: Canvas, model: FleetModel): string[] {
  const { theme, words, figures, columns, rows } = canvas;
  const w = words.fleet;
  const { moment, wanted, asked, stopping } = model;
  const agents = moment?.agents ?? [];
  const at = moment?.atSeconds ?? null;
  const title = edges(
    theme,
    columns,
    [[w.title, 'strong'], `  ${safeText(asked)}`],
    [
      [
        w.present(agents.filter(({ state }) => state !== 'lost').length, wanted),
        agents.length < wanted ? 'warn' : 'good',
      ],
    ],
  );
  const when = line(theme, columns, [at === null ? w.gathering : w.since(figures.seconds(at * 1e9)), 'dim']);
  const sums = (moment?.sums ?? []).map((all) => sumsLine(canvas, all));
  const foot = line(theme, columns, [' q ', 'inverse'], ` ${stopping ? w.stopAtOnce : w.stop}`);
  const head = [title, when, ...sums, ''];
  const room = Math.max(0, rows - head.length - 1);
  const body = table(canvas, agents, room);
  while (body.length < room) body.push('');
  return [...head, ...body, foot].slice(0, rows);
}

function sumsLine({ theme, words, figures, columns, allWords }: Canvas, all: FleetSums): string {
  const { transport, rate, bits, sent, missing, p50, p99, max } = all;
  const names = allWords.summary.columns;
  const lost = missing === null || sent === 0 ? null : missing / sent;
  const times: Span[] =
    p50 === null
      ? []
      : [
          `   ${names.p50} ${figures.time(p50)}`,
          `   ${names.p99} ${figures.time(p99)}`,
          `   ${names.max} ${figures.time(max)}`,
        ];
  return line(
    theme,
    columns,
    [words.transport[transport].padEnd(4), transport],
    [words.perSecond(figures.rate(rate)).padStart(14), 'strong'],
    bits === null ? '' : `   ${figures.bits(bits)}`,
    `   ${words.fleet.columns.sent} ${figures.count(sent)}`,
    [
      `   ${words.fleet.columns.missing} ${figures.percent(lost)}`,
      (lost ?? 0) >= NOTABLE_LOSS ? 'bad' : 'plain',
    ],
    ...times,
  );
}

interface Column {
  readonly name: string;
  readonly width: number;
  readonly left?: boolean;
  readonly value: (agent: AgentMoment) => string;
}

/** All of them; where there are too many, those that need a look come first, and a line says how many more there are. */
function table(canvas: Canvas, agents: readonly AgentMoment[], rows: number): string[] {
  const { theme, words, columns } = canvas;
  if (agents.length === 0 || rows < 3) return [];
  const layout = columnsFor(canvas, agents);
  const room = rows - 2;
  const ordered = agents.length > room ? [...agents].sort((a, b) => concern(b) - concern(a)) : agents;
  const shown = ordered.slice(0, agents.length > room ? room - 1 : room);
  const lines = [
    line(theme, columns, ...layout.map((column): Span => [fitted(canvas, column, column.name), 'dim'])),
    theme.paint('dim', theme.glyphs.rule.repeat(columns)),
    ...shown.map((agent) => rowOf(canvas, layout, agent)),
  ];
  if (agents.length > shown.length)
    lines.push(line(theme, columns, words.fleet.more(agents.length - shown.length)));
  return lines;
}

const lossOf = ({ sent, missing }: AgentMoment): number | null =>
  missing === null || sent === null || sent === 0 ? null : missing / sent;

function concern(agent: AgentMoment): number {
  if (agent.state === 'lost' || agent.state === 'refused') return 3;
  if (isSilent(agent)) return 2;
  return (lossOf(agent) ?? 0) >= NOTABLE_LOSS || (agent.sendLagP99 ?? 0) >= NOTABLE_LAG ? 1 : 0;
}

const isSilent = ({ silentSeconds, state }: AgentMoment): boolean =>
  silentSeconds >= NOTABLE_SILENCE && state !== 'over';

function rowOf(canvas: Canvas, layout: readonly Column[], agent: AgentMoment): string {
  const style: Style = (['plain', 'warn', 'warn', 'bad'] as const)[concern(agent)]!;
  return line(
    canvas.theme,
    canvas.columns,
    ...layout.map((column): Span => [fitted(canvas, column, column.value(agent)), style]),
  );
}

function columnsFor({ words, figures, columns }: Canvas, agents: readonly AgentMoment[]): Column[] {
  const c = words.fleet.columns;
  const longest = Math.max(10, ...agents.map(({ name }) => name.length + 2));
  const all: Column[] = [
    {
      name: c.agent,
      width: Math.min(longest, columns >= 100 ? 34 : 18),
      left: true,
      value: ({ name }) => safeText(name),
    },
    { name: c.state, width: 13, left: true, value: (agent) => stateOf(agent, words.fleet) },
    {
      name: c.rate,
      width: 11,
      value: ({ rate }) => (rate === null ? '' : words.perSecond(figures.rate(rate))),
    },
    { name: c.missing, width: 10, value: (agent) => figures.percent(lossOf(agent)) },
    { name: c.lag, width: 11, value: ({ sendLagP99 }) => figures.time(sendLagP99) },
    {
      name: c.clock,
      width: 11,
      value: ({ clockError }) => (clockError === null ? '' : `±${figures.time(clockError)}`),
    },
    { name: c.sent, width: 13, value: ({ sent }) => figures.count(sent) },
    { name: c.received, width: 13, value: ({ received }) => figures.count(received) },
  ];
  // The last columns are for those who have the room.
  let used = 0;
  return all.filter(({ width }) => {
    if (used + width > columns) return false;
    used += width;
    return true;
  });
}

function stateOf(agent: AgentMoment, { states, silent }: Canvas['words']['fleet']): string {
  return isSilent(agent) && agent.state !== 'lost' ? silent : states[agent.state];
}
