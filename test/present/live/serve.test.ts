import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigFigures } from '../../../src/present/live/serve/big.ts';
import {
  EMPTY_SERVE,
  orderedGuests,
  reduceServe,
  type ServeModel,
} from '../../../src/present/live/serve/model.ts';
import { serveView } from '../../../src/present/live/serve/view.ts';
import type {
  ServerEvent,
  ServerSessionFigures,
  ServerSessionInfo,
} from '../../../src/result/events/server-events.ts';
import { widthOf } from '../../../src/width.ts';
import { canvasFor } from './screenshot.tsx';

const figures = (changes: Partial<ServerSessionFigures> = {}): ServerSessionFigures => ({
  open: 1,
  received: 950,
  sent: 950,
  bytesReceived: 1e6,
  bytesSent: 1e6,
  duplicates: 0,
  reordered: 0,
  rate: 100,
  bitsUp: 51_200,
  bitsDown: 51_200,
  overLimit: 0,
  loss: null,
  remaining: 4.2e9,
  resent: null,
  client: null,
  ...changes,
});

const started = (id: number, changes: Partial<ServerSessionInfo> = {}): ServerEvent => ({
  event: 'session-started',
  session: {
    id,
    address: `192.168.0.${id}`,
    tool: 'sockbench/0.1.0',
    transport: 'udp',
    mode: 'echo',
    clients: 1,
    size: 64,
    rate: 100,
    engine: 'portable',
    name: null,
    run: null,
    duration: 11e9,
    since: Date.UTC(2026, 0, 1, 12, 0, id % 60),
    ...changes,
  },
});
const told = (id: number, changes: Partial<ServerSessionFigures>): ServerEvent => ({
  event: 'session',
  id,
  figures: figures(changes),
});
const ended = (id: number, changes: Partial<ServerSessionFigures> = {}): ServerEvent => ({
  event: 'session-ended',
  id,
  reason: 'done',
  figures: figures(changes),
});

const model = (...events: ServerEvent[]): ServeModel => events.reduce(reduceServe, EMPTY_SERVE);
const invited = (one: ServeModel): ServeModel => ({
  ...one,
  commands: ['npx sockbench compare 192.168.0.7', 'npx sockbench compare 10.0.0.7'],
  address: '192.168.0.7',
});
const lines = (one: ServeModel, shot = {}): string[] => serveView(canvasFor(shot), one);
const text = (one: ServeModel, shot = {}): string => lines(one, shot).join('\n');

const client = { sent: 1000, answered: 905, p50: 41e6, p99: 49e6, lostUp: 50, lostDown: 45 };
/** A compare of one student: two sessions, one guest. */
const pair = (id: number, name: string): ServerEvent[] => [
  started(id, { name, run: `00000000000000${id}`, address: '10.0.0.9', transport: 'tcp' }),
  started(id + 1, { name, run: `00000000000000${id}`, address: '10.0.0.9' }),
];

describe('the screen of serve', () => {
  it.each([60, 80, 100, 200])(
    'tells what to type, before and while a class is there, at %i columns',
    (columns) => {
      for (const language of ['en', 'pt-BR'] as const)
        for (const events of [[], pair(10, 'Ana'), [...pair(10, 'Ana'), ...pair(20, 'Bia')]]) {
          const frame = lines(invited(model(...events)), { columns, rows: 30, language });
          expect(frame.join('\n')).toContain('npx sockbench compare 192.168.0.7');
          expect(frame).toHaveLength(30);
          for (const line of frame) expect(widthOf(line)).toBeLessThanOrEqual(columns);
          expect(frame.slice(1, 4).join('')).toContain('▀▀▀');
        }
    },
  );

  it('says that nobody is there, in both languages', () => {
    expect(text(model())).toContain('Nobody is connected');
    expect(text(model(), { language: 'pt-BR' })).toContain('Ninguém está conectado');
  });

  it('shows the two transports of one compare as one guest, with what each paid', () => {
    const one = model(
      ...pair(10, 'Ana'),
      ended(10, { resent: 67, client: { ...client, answered: 1000, p99: 141e6, lostUp: 0, lostDown: 0 } }),
      told(11, { loss: 0.05 }),
    );
    const frame = text(one, { columns: 100 });
    expect(frame).toContain('1 guest connected');
    expect(frame.match(/Ana/g)).toHaveLength(1);
    expect(frame).toMatch(/Ana +41 ms +141 ms +0 +67 +– +– +5 % +– +4\.2 s/);
    expect(text(reduceServe(one, ended(11, { client })), { columns: 100 })).toMatch(
      /Ana .* 67 +41 ms +49 ms +5 % +4\.74 %/,
    );
  });

  it('of what is not known shows a dash, never a zero', () => {
    fc.assert(
      fc.property(fc.constantFrom(60, 80, 100, 200), fc.boolean(), (columns, has) => {
        const events = has
          ? [...pair(10, 'Ana')]
          : [...pair(10, 'Ana'), told(10, { rate: 0, bitsUp: 0, bitsDown: 0 })];
        const row = lines(model(...events), { columns }).find((line) => line.includes('Ana'))!;
        expect(row.replace(/10\.0\.0\.9|4\.2 s|0\/s|0 bit\/s/g, '')).not.toMatch(/\d/);
        expect(row).toContain('–');
      }),
    );
  });

  it('says in one line what the class has seen', () => {
    const one = model(
      ...pair(10, 'Ana'),
      ...pair(20, 'Bia'),
      ended(10, { resent: 12, client: { ...client, lostUp: 0, lostDown: 0, p99: 80e6 } }),
      ended(20, { resent: 67, client: { ...client, lostUp: 0, lostDown: 0, p99: 141e6 } }),
      ended(11, { client: { ...client, lostUp: 20, lostDown: 20, p99: 46e6 } }),
      ended(21, { client: { ...client, lostUp: 40, lostDown: 40 } }),
    );
    expect(text(one, { columns: 200 })).toContain(
      '2 guests. TCP lost 0, sent 12 to 67 segments again, p99 80 ms to 141 ms. UDP lost 4 % to 8 %, p99 46 ms to 49 ms.',
    );
    expect(text(one, { columns: 200, language: 'pt-BR' })).toContain(
      'TCP: perdeu 0, retransmitiu 12 a 67 segmentos, p99 80 ms a 141 ms. UDP: perdeu 4 % a 8 %, p99 46 ms a 49 ms.',
    );
  });

  it('sorts as the teacher likes, those who are there before those who have left', () => {
    const one = model(
      started(1, { name: 'Caio' }),
      started(2, { name: 'Ana' }),
      started(3, { name: 'Bia' }),
      told(1, { loss: 0.01 }),
      told(3, { loss: 0.09 }),
      ended(2, { loss: 0.5 }),
    );
    const names = (order: ServeModel['order']): (string | null)[] =>
      orderedGuests({ ...one, order }).map(({ name }) => name);
    expect(names('coming')).toEqual(['Caio', 'Bia', 'Ana']);
    expect(names('name')).toEqual(['Bia', 'Caio', 'Ana']);
    expect(names('loss')).toEqual(['Bia', 'Caio', 'Ana']);
    expect(text({ ...one, order: 'loss' })).toContain('sorted by loss of UDP');
  });

  it('tells equal names apart, and shows the end of a long one', () => {
    const two = model(started(1, { name: 'aluno' }), started(2, { name: 'aluno' }));
    expect(text(two, { columns: 100 })).toContain('aluno 192.168.0.1');
    const long = model(started(1, { address: '2001:db8:aaaa:bbbb:8a2e:370:7334:1001' }));
    expect(text(long, { columns: 80 })).toMatch(/^….*7334:1001 /m);
  });

  it('says how many more there are than fit, and who was turned away', () => {
    const many = Array.from({ length: 20 }, (_, at) => started(at + 1));
    const refused: ServerEvent = {
      event: 'refused',
      address: '10.0.0.3',
      code: 'busy',
      message: 'the server is full (64 sessions at once).',
      more: 2,
    };
    const frame = text(model(...many, refused), { rows: 16, language: 'pt-BR' });
    expect(frame).toMatch(/… e mais \d+/);
    expect(frame).toContain('▲ 3 recusados: 10.0.0.3: o servidor está cheio (64 sessões ao mesmo tempo).');
  });

  it('makes names harmless', () => {
    const frame = text(model(started(1, { name: '\u001b]52;c;AAAA\u0007\u202e' })));
    expect(frame).not.toMatch(/[\u0007\u202e]|\u001b\]/);
  });

  it('writes figures and points three lines high, and nothing else', () => {
    expect(bigFigures('10.1', 20)).toEqual(['▄█  █▀█   ▄█ ', ' █  █ █    █ ', '▀▀▀ ▀▀▀ ▀ ▀▀▀']);
    expect(bigFigures('fd00::2', 80)).toBeUndefined();
    expect(bigFigures('192.168.0.7', 30)).toBeUndefined();
  });
});
