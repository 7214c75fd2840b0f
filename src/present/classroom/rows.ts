/** What a class measured, as rows and as one line. Pure. */
import { type ClassFigures, type Range, rangesOf } from '../../result/classroom/guests.ts';
import type { ClassDocument, GuestTransport } from '../../result/document/classroom.ts';
import type { Words } from '../../words/index.ts';
import { formatFor } from '../format.ts';
import { safeText } from '../safe-text.ts';
import type { Rows } from '../shared/rows.ts';

/** Both transports, each with the figures that it is about; none where nobody used it. */
export function classTables(document: ClassDocument, words: Words): (Rows & { readonly title: string })[] {
  return (['tcp', 'udp'] as const)
    .map((transport) => ({ title: words.live.transport[transport], ...rowsOf(document, transport, words) }))
    .filter(({ rows }) => rows.length > 0);
}

type Column = readonly [name: string, value: (one: GuestTransport) => string];

function rowsOf({ guests }: ClassDocument, transport: 'tcp' | 'udp', words: Words): Rows {
  const { classroom: text, live, serve } = words;
  const format = formatFor(words);
  const own: readonly Column[] =
    transport === 'tcp'
      ? [[text.resent, ({ resent }) => format.count(resent)]]
      : [
          [text.up, ({ lossUp }) => format.percent(lossUp)],
          [text.down, ({ lossDown }) => format.percent(lossDown)],
        ];
  const columns: readonly Column[] = [
    [live.figures.sent, ({ sent }) => format.count(sent)],
    [text.p50, ({ p50 }) => format.time(p50)],
    [text.p99, ({ p99 }) => format.time(p99)],
    [text.lost, ({ lost }) => format.count(lost)],
    ...own,
    [text.end, ({ end }) => (end === null ? '' : serve.reasons[end])],
  ];
  const rows = guests.flatMap(({ name, address, transports }) =>
    transports
      .filter((one) => one.transport === transport)
      .map((one) => [safeText(name ?? address), ...columns.map(([, value]) => value(one))]),
  );
  return { head: [text.guest, ...columns.map(([head]) => head)], rows };
}

/** The same of a document as of a screen. */
export const classFiguresOf = ({ guests }: ClassDocument): ClassFigures => {
  const of = (transport: 'tcp' | 'udp'): GuestTransport[] =>
    guests.flatMap(({ transports }) => transports.filter((one) => one.transport === transport));
  return rangesOf(guests.length, of('tcp'), of('udp'));
};

/** `TCP lost 0, sent 12 to 67 segments again. UDP lost 4 % to 8 %.`; empty where nobody knows anything yet. @param over nobody measures any more */
export function classLine({ tcp, udp }: ClassFigures, words: Words, over = false): string {
  const { classroom: text } = words;
  const format = formatFor(words);
  const said = (
    range: Range | null,
    write: (value: number) => string,
    say: (range: string) => string,
  ): string[] => (range === null ? [] : [say(text.range(write(range[0]), write(range[1])))]);
  const tcpParts = [
    ...said(tcp.lost, format.count, text.lostAll),
    ...said(tcp.resent, format.count, text.again),
    ...said(tcp.p99, format.time, text.slowest),
  ];
  const udpParts = [
    ...said(udp.loss, format.percent, udp.soFar ? (over ? text.lostUpInAll : text.lostUp) : text.lostAll),
    ...said(udp.p99, format.time, text.slowest),
  ];
  return [
    ...(tcpParts.length === 0 ? [] : [`${text.tcp(tcpParts)}.`]),
    ...(udpParts.length === 0 ? [] : [`${text.udp(udpParts)}.`]),
  ].join(' ');
}
