import { expect, it } from 'vitest';
import type { ChatEvent } from '../../../../src/result/events/chat-events.ts';
import { Guest } from '../../../../src/run/chat/guest/guest.ts';
import { type Datagram, datagram } from '../../../../src/session/chat/language/datagram.ts';
import type { RoomEvent } from '../../../../src/session/chat/language/events.ts';

const TOKEN = '0123456789abcdef';

function guest(transport: 'tcp' | 'udp') {
  const events: ChatEvent[] = [];
  const datagrams: Datagram[] = [];
  const lines: string[] = [];
  const one = new Guest(
    {
      line: (text) => lines.push(text),
      datagram: (message) => datagrams.push(message),
      event: (event) => events.push(event),
    },
    { name: 'Ana', transport },
  );
  const hears = (event: RoomEvent): boolean => one.heard(JSON.stringify(event), 0);
  hears({ event: 'welcome', version: 1, id: 1, name: 'Ana', token: TOKEN, impairment: null, people: [] });
  return { one, events, datagrams, lines, hears };
}

it('a line too long for a datagram is refused at once: no host could tell', () => {
  const { one, events, datagrams, hears } = guest('udp');
  hears({ event: 'datagrams', people: [] });
  one.say('x'.repeat(1001), 0);
  expect(datagrams).toEqual([]);
  expect(events.at(-1)).toMatchObject({ kind: 'refused', reason: 'line-long' });
  one.say('ã'.repeat(500), 0);
  expect(datagrams).toMatchObject([{ type: 'message', number: 1 }]);
});

it('a host that lists people without end fills no memory', () => {
  const { one, hears } = guest('tcp');
  const person = (id: number) => ({ id, name: `p${id}`, transport: 'tcp', plain: true, last: 0 }) as const;
  for (let id = 2; id < 4000; id++) hears({ event: 'joined', person: person(id) });
  expect(one.people.length).toBeLessThanOrEqual(2000);
  for (let batch = 0; batch < 5; batch++)
    hears({
      event: 'people',
      people: Array.from({ length: 1000 }, (_, i) => person(10_000 + batch * 1000 + i)),
    });
  expect(one.remembered).toBeLessThanOrEqual(2000);
});

it('a host whose datagrams tell of messages without end fills no memory, and nobody is flooded with losses', () => {
  const { one, hears, events } = guest('udp');
  const people = Array.from({ length: 1000 }, (_, i) => ({ id: i + 2, last: 0 }));
  hears({
    event: 'people',
    people: people.map((one) => ({ ...one, name: `p${one.id}`, transport: 'udp', plain: false })),
  });
  hears({ event: 'datagrams', people });
  const before = process.memoryUsage().heapUsed;
  const token = { high: 0x01234567, low: 0x89abcdef };
  // Less than nine thousand bytes.
  for (let at = 0; at < people.length; at += 100) {
    const pairs = people.slice(at, at + 100).map(({ id }) => ({ id, last: 10_000 }));
    one.datagram(datagram('lasts', token, { pairs }), 0);
  }
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(20e6);
  one.tick(2e9);
  const lost = events.filter(({ kind }) => kind === 'lost');
  expect(lost).toHaveLength(1000);
  expect(lost[0]).toMatchObject({ count: 10_000 });
});

it('losses of one sender are told once a second', () => {
  const { one, hears, events } = guest('udp');
  hears({ event: 'joined', person: { id: 2, name: 'Bob', transport: 'udp', plain: false, last: 0 } });
  hears({ event: 'datagrams', people: [{ id: 2, last: 0 }] });
  const token = { high: 0x01234567, low: 0x89abcdef };
  for (let n = 1; n <= 100; n++) {
    one.datagram(datagram('message', token, { id: 2, number: 2 * n, text: 'x' }), n * 1e8);
    one.tick(n * 1e8);
  }
  one.tick(13e9);
  const counts = events.flatMap((event) => (event.kind === 'lost' ? [event.count] : []));
  expect(counts.length).toBeLessThanOrEqual(12);
  expect(counts.reduce((all, count) => all + count, 0)).toBe(100);
});

it('who comes and goes in a crowd is known, and told in as few lines as will do', () => {
  const { one, hears, events } = guest('tcp');
  const person = (id: number) => ({ id, name: `p${id}`, transport: 'tcp', plain: true, last: 0 }) as const;
  hears({ event: 'crowd', joined: [person(1), person(2), person(3)], left: [], passed: 17 });
  expect(events.at(-1)).toEqual({ kind: 'crowd', joined: ['p2', 'p3'], left: [], passed: 17 });
  expect(one.people.map(({ id }) => id)).toEqual([2, 3]);
  const left = { event: 'left', id: 2, name: 'p2', why: 'quit', last: 0 } as const;
  hears({ event: 'crowd', joined: [], left: [left, { ...left, id: 99 }], passed: 0 });
  expect(events.at(-1)).toEqual({ kind: 'crowd', joined: [], left: ['p2'], passed: 0 });
  expect(one.people.map(({ id }) => id)).toEqual([3]);
});

it('a contrast that was stopped is shown as far as it was sent', () => {
  const { hears, events } = guest('tcp');
  const contrast = { event: 'contrast', run: 1, by: 'Ana' } as const;
  hears({ ...contrast, phase: 'start', of: 500, number: 0 });
  for (const number of [1, 2, 3]) hears({ ...contrast, phase: 'line', of: 500, number });
  hears({ ...contrast, phase: 'stopped', of: 4, number: 4 });
  expect(events.slice(-2)).toMatchObject([
    { kind: 'contrast-stopped', of: 4 },
    { view: { tcp: '...?', over: false } },
  ]);
  hears({ ...contrast, phase: 'end', of: 4, number: 4 });
  expect(events.at(-1)).toMatchObject({ view: { tcp: '...x', over: true } });
});
