import { expect, it } from 'vitest';
import type { ChatEvent } from '../../../src/result/chat-events.ts';
import { Guest } from '../../../src/run/chat/guest.ts';
import type { Datagram } from '../../../src/session/chat/datagram.ts';
import type { RoomEvent } from '../../../src/session/chat/events.ts';

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
    'Ana',
    transport,
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
