import { describe, expect, it } from 'vitest';
import { EMPTY_SERVE, reduceServe, type ServeModel } from '../../../src/present/live/serve/model.ts';
import { serveView } from '../../../src/present/live/serve/view.ts';
import type { ServerEvent, ServerSessionFigures } from '../../../src/result/server-events.ts';
import { canvasFor } from './screenshot.tsx';

const figures = (changes: Partial<ServerSessionFigures> = {}): ServerSessionFigures => ({
  open: 2,
  received: 12_345,
  sent: 12_345,
  bytesReceived: 1e6,
  bytesSent: 1e6,
  duplicates: 0,
  reordered: 0,
  rate: 1000,
  bitsUp: 512_000,
  overLimit: 0,
  bitsDown: 512_000,
  loss: 0,
  ...changes,
});

const started = (id: number, address = `192.168.0.${id}`): ServerEvent => ({
  event: 'session-started',
  session: {
    id,
    address,
    tool: 'sockbench/0.1.0',
    transport: id % 2 === 0 ? 'tcp' : 'udp',
    mode: 'echo',
    clients: 2,
    size: 64,
    rate: 1000,
    engine: 'portable',
    since: Date.UTC(2026, 0, 1, 12, 0, id % 60),
  },
});

const model = (...events: ServerEvent[]): ServeModel => events.reduce(reduceServe, EMPTY_SERVE);
const text = (one: ServeModel, shot = {}): string => serveView(canvasFor(shot), one).join('\n');

describe('the table of serve', () => {
  it('tells what to type while nobody is there', () => {
    const waiting = {
      ...model({ event: 'listening', port: 5000, addresses: [] }),
      announcement: ['  sockbench udp 10.0.0.2'],
    };
    expect(text(waiting)).toContain('Nobody is connected');
    expect(text(waiting)).toContain('sockbench udp 10.0.0.2');
    expect(text(waiting, { language: 'pt-BR' })).toContain('Ninguém está conectado');
  });

  it('of a long address shows the end, which tells neighbours apart', () => {
    const one = model(started(1, '2001:db8:aaaa:bbbb:8a2e:370:7334:1001'));
    const cut = '8a2e:370:7334:1001';
    expect(text(one, { columns: 80 })).toMatch(new RegExp(`^….*${cut} +UDP`, 'm'));
    expect(text(one, { columns: 120 })).toContain('2001:db8:aaaa:bbbb:8a2e:370:7334:1001');
    expect(text(model(started(1, '192.168.100.200')), { columns: 80 })).toContain('192.168.100.200 ');
  });

  it('has a row for each: address, transport, mode, rate, loss, since when', () => {
    const lines = text(
      model(started(1), { event: 'session', id: 1, figures: figures({ loss: 0.048 }) }, started(2)),
    );
    expect(lines).toMatch(/192\.168\.0\.1 +UDP +echo +1,000\/s +4\.8 % +\d\d:\d\d:01 +12,345 +2/);
    expect(lines).toMatch(/192\.168\.0\.2 +TCP +echo +–/);
    expect(lines).toContain('2 clients connected');
  });

  it('has all six where there are but 80 columns, in either language', () => {
    const one = model(started(1), { event: 'session', id: 1, figures: figures({ loss: 0.048 }) });
    for (const [language, share] of [
      ['en', '4\\.8 %'],
      ['pt-BR', '4,8 %'],
    ] as const)
      expect(text(one, { columns: 80, language })).toMatch(
        new RegExp(`UDP +echo +1[.,]000/s +${share} +\\d\\d:\\d\\d:01`),
      );
  });

  it('counts what is sent to those who download, and says what a link does', () => {
    const down = started(1) as Extract<ServerEvent, { event: 'session-started' }>;
    const told = { event: 'session', id: 1, figures: figures({ received: 0, sent: 777 }) } as const;
    const one = model({ ...down, session: { ...down.session, mode: 'down' } }, told);
    expect(text({ ...one, link: 'the link loses 5 %' })).toMatch(
      /the link loses 5 %[\s\S]*UDP +down +1,000\/s .* 777/,
    );
  });

  it('has no rate for those who left', () => {
    const ended: ServerEvent = { event: 'session-ended', id: 1, figures: figures(), reason: 'done' };
    expect(text(model(started(1), ended))).not.toContain('1,000/s');
  });

  it('breaks long sentences where nobody is there', () => {
    const announcement = [`one ${'long '.repeat(20)}sentence to its end`];
    expect(text({ ...model(), announcement }, { columns: 80 })).toContain('sentence to its end');
  });

  it('shows thirty students at 100×40, and says how many more there are', () => {
    const thirty = model(...Array.from({ length: 30 }, (_, at) => started(at + 1)));
    expect(text(thirty, { rows: 40 })).toContain('192.168.0.30');
    expect(text(thirty, { rows: 24 })).toMatch(/… and \d+ more/);
    expect(serveView(canvasFor({ rows: 24 }), thirty).length).toBe(24);
  });

  it('of thirty at 80×24, tells who is there, how many more, and what all do together', () => {
    for (const count of [2, 16, 17, 18, 19, 30])
      for (const link of [
        null,
        'the link, each way: loses 5 %, delays 20 ms, jitter 5 ms and carries 10 Mbit/s at 1 GB',
      ]) {
        const many = { ...model(...Array.from({ length: count }, (_, at) => started(at + 1))), link };
        const lines = serveView(canvasFor({ columns: 80, rows: 24 }), many);
        expect(lines.length).toBe(24);
        const rows = lines.filter((line) => line.startsWith('192.168')).length;
        const more = lines.find((line) => line.startsWith('…'));
        expect(rows + Number(/\d+/.exec(more ?? '0')![0]), `${count}`).toBe(count);
        expect(lines.join('\n')).toMatch(/all together: /);
        expect(lines.join(' ')).toContain('at 1 GB'.slice(0, link === null ? 0 : 7));
      }
  });

  it('keeps what to type in sight once guests are there, in one line and whole', () => {
    const announcement = [
      'It listens.',
      '  sockbench udp 10.0.0.2',
      `  sockbench udp [2001:db8::${'1:'.repeat(20)}2]`,
    ];
    const typed = (count: number, link: string | null, shot = {}): string =>
      text(
        { ...model(...Array.from({ length: count }, (_, at) => started(at + 1))), announcement, link },
        shot,
      );
    expect(typed(3, null, { columns: 80 })).toMatch(/^sockbench udp 10\.0\.0\.2$/m);
    expect(typed(3, null, { columns: 120 })).toMatch(/^sockbench udp 10\.0\.0\.2 {3}sockbench udp \[.*2\]$/m);
    expect(typed(3, 'loses 5 %')).toContain('sockbench udp 10.0.0.2');
    // A full table is worth more than the line.
    expect(typed(30, 'loses 5 %', { rows: 24 })).not.toContain('sockbench udp');
    expect(typed(30, null, { rows: 24 })).toContain('sockbench udp 10.0.0.2');
  });

  it('keeps those who left for a while, apart, with the reason', () => {
    const ended: ServerEvent = { event: 'session-ended', id: 1, figures: figures(), reason: 'gone' };
    const lines = text(model(started(1), started(2), ended), { columns: 200 });
    expect(lines).toContain('1 client connected');
    expect(lines).toMatch(/left/);
    expect(lines).toContain('the client is gone');
  });

  it('forgets the oldest of those who left', () => {
    const events = Array.from({ length: 100 }, (_, at): ServerEvent[] => [
      started(at + 1),
      { event: 'session-ended', id: at + 1, figures: figures(), reason: 'done' },
    ]).flat();
    const many = model(...events);
    expect(many.sessions.length).toBe(30);
    expect(many.sessions[0]!.info.id).toBe(71);
    expect(many.served).toBe(100);
  });

  it('counts who was refused, and lets no hostile text through', () => {
    const lines = text(
      model({
        event: 'refused',
        address: '10.0.0.9',
        code: 'x',
        message: 'no\u001B]52;c;ZXZpbA==\u0007',
        more: 4,
      }),
    );
    expect(lines).toContain('5 refused');
    expect(lines).not.toContain('\u001B');
  });
});
