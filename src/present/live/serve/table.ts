/** The table of guests: one line each, both transports side by side. Pure. */
import { type Guest, type GuestFigures, guestFigures } from '../../../result/classroom/guests.ts';
import type { ServerSessionFigures } from '../../../result/events/server-events.ts';
import type { Transport } from '../../../units.ts';
import { safeText } from '../../safe-text.ts';
import type { Canvas } from '../canvas.ts';
import { fitted } from '../column.ts';
import { line, type Span } from '../text.ts';
import type { Style } from '../theme.ts';

/** Share of lost datagrams from which a figure stands out. */
const NOTABLE_LOSS = 0.005;

export interface Column {
  readonly name: string;
  readonly width: number;
  readonly left?: boolean;
  /** Over it stands the transport; null: it is the guest's. */
  readonly of: Transport | null;
  readonly value: (guest: Guest) => string;
  readonly style?: (guest: Guest) => Style;
  /** Narrow screens do without those with the greatest number. */
  readonly rank: number;
}

/** @returns as many columns as fit, in the order in which they stand */
export function columnsFor(canvas: Canvas, guests: readonly Guest[]): Column[] {
  const all = [
    ...guestColumns(canvas, guests),
    ...tcpColumns(canvas),
    ...udpColumns(canvas),
    ...endColumns(canvas),
  ];
  let room = canvas.columns;
  const chosen = new Set<Column>();
  for (const column of [...all].sort((a, b) => a.rank - b.rank)) {
    if (column.width > room) continue;
    room -= column.width;
    chosen.add(column);
  }
  return all.filter((column) => chosen.has(column));
}

function guestColumns({ allWords, columns }: Canvas, guests: readonly Guest[]): Column[] {
  const text = allWords.classroom;
  const names = namesOf(guests);
  const longest = Math.max(text.guest.length, ...[...names.values()].map((name) => name.length)) + 2;
  const width = Math.min(longest, columns >= 100 ? 26 : columns >= 80 ? 18 : 13);
  return [
    {
      name: text.guest,
      width: Math.max(8, width),
      left: true,
      of: null,
      rank: 0,
      value: (guest) => tailOf(names.get(guest.key)!, Math.max(8, width) - 1),
    },
    {
      name: text.address,
      width: 18,
      left: true,
      of: null,
      rank: 13,
      value: ({ address }) => tailOf(safeText(address), 17),
    },
  ];
}

/** Names that several have are told apart by the addresses. */
function namesOf(guests: readonly Guest[]): Map<string, string> {
  const bearers = new Map<string, Set<string>>();
  for (const { name, address } of guests)
    if (name !== null) bearers.set(name, (bearers.get(name) ?? new Set()).add(address));
  return new Map(
    guests.map(({ key, name, address }) => {
      const shared = name !== null && bearers.get(name)!.size > 1;
      return [key, safeText(name === null ? address : shared ? `${name} ${address}` : name)];
    }),
  );
}

/** Who stands side by side has the beginning of an address, and often of a name, in common: the end tells them apart. */
const tailOf = (text: string, width: number): string =>
  text.length <= width ? text : `…${text.slice(1 - width)}`;

type Show = (figures: GuestFigures) => string;

function of(
  transport: Transport,
  columns: readonly [string, number, number, Show, ((f: GuestFigures) => Style)?][],
): Column[] {
  return columns.map(([name, width, rank, show, style]) => ({
    name,
    width,
    rank,
    of: transport,
    value: (guest) => (guest.of[transport] === undefined ? '' : show(guestFigures(guest.of[transport]))),
    style: (guest) =>
      guest.of[transport] === undefined ? 'dim' : (style?.(guestFigures(guest.of[transport])) ?? transport),
  }));
}

function tcpColumns({ allWords, figures }: Canvas): Column[] {
  const text = allWords.classroom;
  return of('tcp', [
    [text.p50, 9, 7, (f) => figures.time(f.p50)],
    [text.p99, 9, 1, (f) => figures.time(f.p99)],
    [text.lost, 9, 8, (f) => figures.count(f.lost)],
    [text.resent, 10, 3, (f) => figures.count(f.resent)],
  ]);
}

function udpColumns({ allWords, figures }: Canvas): Column[] {
  const text = allWords.classroom;
  const notable = (loss: number | null): Style => ((loss ?? 0) >= NOTABLE_LOSS ? 'bad' : 'udp');
  return of('udp', [
    [text.p50, 9, 6, (f) => figures.time(f.p50)],
    [text.p99, 9, 2, (f) => figures.time(f.p99)],
    [text.up, 12, 4, (f) => figures.percent(f.lossUp), (f) => notable(f.lossUp)],
    [text.down, 12, 5, (f) => figures.percent(f.lossDown), (f) => notable(f.lossDown)],
  ]);
}

function endColumns({ allWords, words, figures }: Canvas): Column[] {
  const text = allWords.classroom;
  const own = (guest: Guest) => [guest.of.tcp, guest.of.udp].filter((session) => session !== undefined);
  const now = (guest: Guest, pick: (f: ServerSessionFigures) => number): number | null => {
    const known = own(guest).flatMap(({ figures: f, ended }) =>
      f === null || ended !== null ? [] : [pick(f)],
    );
    return known.length === 0 ? null : known.reduce((all, value) => all + value, 0);
  };
  const left = (guest: Guest): string => {
    const times = own(guest).flatMap(({ figures: f, ended }) =>
      ended === null ? [f?.remaining ?? null] : [],
    );
    if (times.length === 0) return '';
    return times.includes(null)
      ? figures.seconds(Number.NaN).replace(/^NaN.*/, '–')
      : figures.seconds(Math.max(...(times as number[])));
  };
  return [
    { name: text.left, width: 9, of: null, rank: 9, value: left },
    {
      name: text.now,
      width: 10,
      of: null,
      rank: 10,
      value: (guest) => (guest.gone ? '' : words.perSecond(figures.rate(now(guest, (f) => f.rate)))),
    },
    {
      name: words.figures.up,
      width: 13,
      of: null,
      rank: 11,
      value: (guest) => (guest.gone ? '' : figures.bits(now(guest, (f) => f.bitsUp))),
    },
    {
      name: words.figures.down,
      width: 13,
      of: null,
      rank: 12,
      value: (guest) => (guest.gone ? '' : figures.bits(now(guest, (f) => f.bitsDown))),
    },
    {
      name: text.end,
      width: 22,
      left: true,
      of: null,
      rank: 14,
      value: (guest) => {
        const reason = own(guest).find(({ ended }) => ended !== null && ended !== 'done')?.ended;
        return guest.gone ? ` ${allWords.serve.reasons[reason ?? 'done']}` : '';
      },
    },
  ];
}

/** The transports over their columns, then the names of all. */
export function headLines(canvas: Canvas, layout: readonly Column[]): string[] {
  const { theme, words, columns } = canvas;
  let spans: Span[] = [];
  for (const [at, { of: transport, width }] of layout.entries()) {
    const first = transport !== null && layout[at - 1]?.of !== transport;
    const name = first ? words.transport[transport] : '';
    spans = [...spans, [rightOf(name, width), transport ?? 'dim']];
  }
  return [
    line(theme, columns, ...spans),
    line(theme, columns, ...layout.map((column): Span => [fitted(canvas, column, column.name), 'dim'])),
    theme.paint('dim', theme.glyphs.rule.repeat(columns)),
  ];
}

const rightOf = (text: string, width: number): string => `${text.padStart(width - 1)} `;

export function rowOf(canvas: Canvas, layout: readonly Column[], guest: Guest): string {
  return line(
    canvas.theme,
    canvas.columns,
    ...layout.map((column): Span => {
      const style = guest.gone ? 'dim' : (column.style?.(guest) ?? 'plain');
      return [fitted(canvas, column, column.value(guest)), style];
    }),
  );
}
