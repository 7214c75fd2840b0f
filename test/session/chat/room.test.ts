import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_BYTES, helloLine, parseEvent, type RoomEvent } from '../../../src/session/chat/events.ts';
import { NAME_TRIES, ROOM_LIMITS, type RoomLimits } from '../../../src/session/chat/limits.ts';
import { Room } from '../../../src/session/chat/room.ts';

const SECOND = 1e9;
const FREE: RoomLimits = { ...ROOM_LIMITS, linesPerSecond: 1e9, burst: 1e9 };

interface Copy {
  readonly id: number;
  readonly number: number;
  readonly text: string;
}

/** A room, and everything it told to each connection. */
function world(limits: RoomLimits = FREE) {
  const told = new Map<number, RoomEvent[]>();
  const relayed = new Map<number, Copy[]>();
  const lasts = new Map<number, { id: number; last: number }[][]>();
  const contrasts = new Map<number, number[]>();
  const hungUp: number[] = [];
  const seen: RoomEvent[] = [];
  let tokens = 0;
  const of = <T>(map: Map<number, T[]>, id: number): T[] => {
    const list = map.get(id) ?? [];
    map.set(id, list);
    return list;
  };
  const room = new Room(
    {
      tell: (id, event) => of(told, id).push(event),
      relay: (id, { id: by, number, text }) => of(relayed, id).push({ id: by, number, text }),
      lasts: (id, pairs) => of(lasts, id).push([...pairs]),
      contrast: (id, _run, number) => of(contrasts, id).push(number),
      hangUp: (id) => hungUp.push(id),
      seen: (event) => seen.push(event),
    },
    { limits, token: () => (++tokens).toString(16).padStart(16, '0') },
  );
  const heard = (id: number, kind: RoomEvent['event']): RoomEvent[] =>
    (told.get(id) ?? []).filter(({ event }) => event === kind);
  const refusals = (id: number): string[] =>
    (told.get(id) ?? []).flatMap((event) => (event.event === 'refused' ? [event.reason] : []));
  const enter = (name: string, transport?: 'tcp' | 'udp', now = 0): number => {
    const { id } = room.connect(now)!;
    room.line(id, transport === undefined ? name : helloLine({ version: 1, transport, name }), now);
    return id;
  };
  return { room, told, relayed, lasts, contrasts, hungUp, seen, heard, refusals, enter };
}

describe('over TCP', () => {
  type Step =
    | { readonly kind: 'say'; readonly who: number; readonly text: string }
    | { readonly kind: 'come' | 'go' | 'nick' | 'tick'; readonly who: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('say'), who: fc.nat(7), text: fc.string({ minLength: 1 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('come'), who: fc.nat(7) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('go', 'nick', 'tick'), who: fc.nat(7) }) },
  ) as fc.Arbitrary<Step>;

  it('every line of every sender reaches everyone who is there, once and in the order of the room', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { room, heard, enter } = world();
        const here = new Map<number, number>();
        /** What each member should have heard, read off the steps alone. */
        const truth = new Map<number, string[]>();
        let names = 0;
        let now = 0;
        for (const one of steps) {
          now += SECOND / 10;
          const id = here.get(one.who);
          if (one.kind === 'come' && id === undefined) {
            const came = enter(`member${names++}`, one.who % 2 === 0 ? 'tcp' : undefined, now);
            here.set(one.who, came);
            truth.set(came, []);
          } else if (id === undefined) continue;
          else if (one.kind === 'go') {
            room.ended(id, 'quit');
            here.delete(one.who);
          } else if (one.kind === 'nick') room.line(id, `/nick other${names++}`, now);
          else if (one.kind === 'tick') room.tick(now);
          else if (one.kind === 'say') {
            const text = `.${one.text}`;
            room.line(id, text, now);
            // A plain member sees what it typed already.
            for (const [who, other] of here) if (other !== id || who % 2 === 0) truth.get(other)!.push(text);
          }
        }
        for (const [id, expected] of truth) {
          const texts = heard(id, 'message').map((event) => (event as { text: string }).text);
          expect(texts).toHaveLength(expected.length);
          for (const [at, text] of texts.entries())
            if (/^[\x20-\x7e]*$/.test(expected[at]!)) expect(text).toBe(expected[at]);
        }
      }),
    );
  });

  it('numbers each sender’s messages from one, without gaps', () => {
    const { room, enter, heard } = world();
    const [ana, bob] = [enter('Ana', 'tcp'), enter('Bob', 'tcp')];
    for (let i = 0; i < 20; i++) room.line(i % 3 === 0 ? bob : ana, `line ${i}`, i);
    for (const [listener, speaker] of [
      [ana, bob],
      [bob, ana],
    ] as const) {
      const numbers = heard(listener, 'message').flatMap((event) =>
        event.event === 'message' && event.id === speaker ? [event.number] : [],
      );
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
      expect(numbers.length).toBeGreaterThan(5);
    }
  });

  it('nothing hostile passes in a text, a private text or a name', () => {
    const { room, enter, told } = world();
    const hostile = 'a\x1b[2J\x9b31m\u202e\u200b\x07\x00b';
    const [ana, bob] = [enter('Ana', 'tcp'), enter('Bob')];
    for (const line of [
      hostile,
      `/me ${hostile}`,
      `/msg Bob ${hostile}`,
      `/nick ${hostile}`,
      `/${hostile}`,
      `/msg ${hostile} x`,
    ])
      room.line(ana, line, 0);
    const evil = room.connect(0)!.id;
    room.line(evil, hostile, 0);
    const all = JSON.stringify([...told.values()]);
    expect(told.get(bob)!.length).toBeGreaterThan(3);
    // JSON escapes control characters: they are looked for in both shapes.
    expect(all).not.toMatch(/[\u202e\u200b\x9b]|\\u001b|\\u0007|\\u0000/);
  });
});

describe('names', () => {
  it('nobody takes another’s name, or one that looks like it', () => {
    const { room, enter, refusals } = world();
    enter('Ana');
    const other = room.connect(0)!.id;
    for (const name of ['Ana', 'ANA', 'Аna', 'aná', 'A-n-a']) room.line(other, name, 0);
    expect(
      refusals(other).filter((reason) => reason === 'name-taken' || reason === 'name-scripts'),
    ).toHaveLength(5);
    expect(room.people).toBe(1);
  });

  it('a name is free again when its owner leaves or takes another', () => {
    const { room, enter, heard, refusals } = world();
    const ana = enter('Ana');
    const bob = enter('Bob');
    room.line(bob, '/nick ana', 0);
    expect(refusals(bob)).toEqual(['name-taken']);
    room.line(ana, '/nick Anna', 0);
    room.line(bob, '/nick Ana', 0);
    expect(heard(ana, 'renamed').at(-1)).toMatchObject({ from: 'Bob', to: 'Ana' });
    room.ended(ana, 'quit');
    expect(heard(bob, 'left')).toMatchObject([{ name: 'Anna', why: 'quit' }]);
    enter('Anna');
    expect(room.people).toBe(2);
  });

  it('who never says a name that will do is hung up on', () => {
    const { room, hungUp, refusals } = world();
    const { id } = room.connect(0)!;
    for (let i = 0; i < NAME_TRIES; i++) room.line(id, 'sockbench', 0);
    expect(refusals(id).at(-1)).toBe('tries');
    expect(hungUp).toEqual([id]);
    const silent = room.connect(0)!.id;
    room.tick(ROOM_LIMITS.handshake + 1);
    expect(hungUp).toEqual([id, silent]);
  });
});

describe('bounds', () => {
  it('people, and connections without a name', () => {
    const { room, enter } = world({ ...FREE, people: 3, unnamed: 2 });
    expect(room.connect(0)).toBeDefined();
    const second = room.connect(0)!.id;
    expect(room.connect(0)).toBeUndefined();
    room.line(second, 'Ana', 0);
    enter('Bob');
    enter('Carl');
    expect(room.people).toBe(3);
    expect(room.connect(0)).toBeUndefined();
  });

  it('lines a second, told each time, and hung up on in the end', () => {
    const { room, enter, refusals, hungUp, heard } = world({ ...ROOM_LIMITS, refusals: 5 });
    const [ana, bob] = [enter('Ana', 'tcp'), enter('Bob', 'tcp')];
    const { burst, linesPerSecond } = ROOM_LIMITS;
    for (let i = 0; i < burst + 3; i++) room.line(ana, `${i}`, 0);
    expect(heard(bob, 'message')).toHaveLength(burst);
    expect(refusals(ana)).toEqual(['too-fast', 'too-fast', 'too-fast']);
    for (let i = 0; i < linesPerSecond; i++) room.line(ana, `${i}`, SECOND);
    expect(heard(bob, 'message')).toHaveLength(burst + linesPerSecond);
    for (let i = 0; i < 7; i++) room.line(ana, `${i}`, SECOND);
    expect(refusals(ana).at(-1)).toBe('flood');
    expect(hungUp).toEqual([ana]);
    expect(heard(bob, 'left')).toMatchObject([{ why: 'flood' }]);
  });

  it('silence, after which a member leaves', () => {
    const { room, enter, hungUp, refusals } = world();
    const ana = enter('Ana');
    const bob = enter('Bob');
    room.line(bob, 'still here', ROOM_LIMITS.idle - SECOND);
    room.tick(ROOM_LIMITS.idle + 1);
    expect(hungUp).toEqual([ana]);
    expect(refusals(ana)).toEqual(['idle']);
  });

  it('what is no line is told, and ends it where it never ends', () => {
    const { room, enter, hungUp, refusals, heard } = world();
    const [ana, bob] = [enter('Ana'), enter('Bob')];
    for (const problem of ['line-long', 'not-utf8', 'endless'] as const) room.problem(ana, problem, 0);
    expect(refusals(ana)).toEqual(['line-long', 'not-utf8', 'endless']);
    expect(hungUp).toEqual([ana]);
    expect(heard(bob, 'message')).toEqual([]);
  });
});

describe('over UDP', () => {
  const join = (w: ReturnType<typeof world>, name: string): number => {
    const id = w.enter(name, 'udp');
    w.room.reached(id);
    return id;
  };

  it('copies go as datagrams to whom they reach, and over TCP to the others', () => {
    const w = world();
    const [ana, bob, carl] = [w.enter('Ana', 'tcp'), join(w, 'Bob'), w.enter('Carl', 'udp')];
    w.room.line(ana, 'one', 0);
    expect(w.relayed.get(bob)).toEqual([{ id: ana, number: 1, text: 'one' }]);
    expect(w.heard(bob, 'message')).toEqual([]);
    // Carl's datagrams have not reached the host yet.
    expect(w.heard(carl, 'message')).toHaveLength(1);
    expect(w.relayed.has(ana)).toBe(false);
  });

  it('what never came is told to those who hear its sender over TCP, once, after a second', () => {
    const w = world();
    const [ana, bob] = [w.enter('Ana', 'tcp'), join(w, 'Bob')];
    w.room.heard(bob, 1, 'one', false, 0);
    w.room.heard(bob, 4, 'four', false, 0);
    w.room.heard(bob, 3, 'three', false, SECOND / 2);
    w.room.counted(bob, 6, SECOND / 2);
    for (let now = 0; now < 4 * SECOND; now += SECOND / 4) w.room.tick(now);
    const counts = w.heard(ana, 'lost').map((event) => (event as { count: number }).count);
    expect(counts.reduce((all, count) => all + count, 0)).toBe(3);
    expect(w.heard(ana, 'message')).toMatchObject([
      { number: 1, fate: 'in-order' },
      { number: 4, fate: 'in-order' },
      { number: 3, fate: 'out-of-order' },
    ]);
  });

  it('the last number of whoever spoke lately is repeated each second', () => {
    const w = world();
    const [ana, bob] = [w.enter('Ana', 'tcp'), join(w, 'Bob')];
    w.room.line(ana, 'one', 0);
    for (let now = 0; now <= 20 * SECOND; now += SECOND / 4) w.room.tick(now);
    const told = w.lasts.get(bob)!;
    expect(told.length).toBeGreaterThanOrEqual(9);
    expect(told.length).toBeLessThanOrEqual(11);
    expect(told.every(([pair]) => pair!.id === ana && pair!.last === 1)).toBe(true);
    expect(w.lasts.has(ana)).toBe(false);
  });

  it('datagrams of a member that speaks over TCP count for nothing', () => {
    const w = world();
    const [ana, bob] = [w.enter('Ana', 'tcp'), w.enter('Bob', 'tcp')];
    w.room.heard(bob, 1, 'forged', false, 0);
    w.room.counted(bob, 99, 0);
    w.room.tick(5 * SECOND);
    expect([...w.heard(ana, 'message'), ...w.heard(ana, 'lost')]).toEqual([]);
  });

  it('a contrast sends each line over both, at an even pace, and only one runs at a time', () => {
    const w = world();
    const [ana, bob] = [w.enter('Ana', 'tcp'), join(w, 'Bob')];
    const plain = w.enter('Nc');
    w.room.reached(ana);
    w.room.line(ana, '/contrast 10', 0);
    w.room.line(bob, '/contrast 5', 0);
    expect(w.refusals(bob)).toEqual(['contrast-runs']);
    for (let now = 0; w.room.hurried && now < 10 * SECOND; now += SECOND / 50) w.room.tick(now);
    const expected = Array.from({ length: 10 }, (_, i) => i + 1);
    for (const id of [ana, bob]) {
      expect(w.contrasts.get(id)).toEqual(expected);
      const lines = w
        .heard(id, 'contrast')
        .flatMap((event) => (event.event === 'contrast' && event.phase === 'line' ? [event.number] : []));
      expect(lines).toEqual(expected);
    }
    expect(w.heard(plain, 'contrast').map((event) => (event as { phase: string }).phase)).toEqual([
      'start',
      'end',
    ]);
    expect(w.room.hurried).toBe(false);
  });
});

it('a room that closes says so to everybody and hangs up', () => {
  const { room, enter, heard, hungUp } = world();
  const all = [enter('Ana'), enter('Bob', 'tcp'), room.connect(0)!.id];
  room.stop();
  for (const id of all) expect(heard(id, 'stopped')).toHaveLength(1);
  expect(hungUp).toEqual(all);
  expect(room.people).toBe(0);
});

describe('what a member cannot have said', () => {
  it('is not believed: neither a count nor a message far ahead', () => {
    const { room, enter, heard } = world(ROOM_LIMITS);
    const [ana, bob] = [enter('Ana', 'udp'), enter('Bob', 'tcp')];
    room.counted(ana, 4_000_000_000, SECOND);
    room.counted(ana, 5000, SECOND);
    room.heard(ana, 9000, 'far ahead', false, SECOND);
    room.heard(ana, 0, 'no number', false, SECOND);
    room.tick(5 * SECOND);
    expect(heard(bob, 'lost')).toEqual([]);
    expect(heard(bob, 'message')).toEqual([]);
    // What it can have said is.
    room.heard(ana, 4, 'fourth', false, 5 * SECOND);
    room.tick(10 * SECOND);
    expect(heard(bob, 'lost')).toMatchObject([{ count: 3 }]);
    expect(heard(bob, 'message')).toMatchObject([{ number: 4 }]);
  });
});

it('a text that grows past what a datagram holds when it is made harmless is refused, not lost on the way', () => {
  const { room, enter, refusals, relayed, heard } = world();
  const [ana, bob, eva] = [enter('Ana', 'tcp'), enter('Bob', 'udp'), enter('Eva', 'tcp')];
  room.reached(bob);
  room.line(ana, '\u0001'.repeat(400), 0);
  expect(refusals(ana)).toEqual(['line-long']);
  expect(heard(eva, 'message')).toEqual([]);
  room.line(ana, `${'\u0001'.repeat(100)}\tx`, 0);
  expect(relayed.get(bob)).toMatchObject([{ number: 1, text: `${'\u2401'.repeat(100)}    x` }]);
});

it('who finds the room full is told so and is not asked for another name', () => {
  const { room, told, hungUp, enter } = world({ ...FREE, people: 1 });
  const { id } = room.connect(0)!;
  enter('Ana');
  room.line(id, 'Bob', 0);
  expect(told.get(id)!.map(({ event }) => event)).toEqual(['refused']);
  expect(hungUp).toEqual([id]);
});

it('connections that say nothing keep nobody out', () => {
  const { room, refusals, hungUp } = world();
  const silent = Array.from({ length: FREE.unnamed }, () => room.connect(0)!.id);
  // A whole class comes at the same moment: nobody has had time to say a name.
  expect(room.connect(SECOND)).toBeUndefined();
  const late = room.connect(3 * SECOND);
  expect(late).toBeDefined();
  expect(hungUp).toEqual([silent[0]]);
  expect(refusals(silent[0]!)).toEqual(['silent']);
  room.line(late!.id, 'Ana', 3 * SECOND);
  expect(room.people).toBe(1);
});

describe('what holds a room together', () => {
  it('lines that were allowed again forgive those that were too fast', () => {
    const { room, enter, hungUp } = world({ ...ROOM_LIMITS, burst: 1, linesPerSecond: 1, refusals: 3 });
    const ana = enter('Ana');
    for (let second = 1; second < 10; second++)
      for (let i = 0; i < 3; i++) room.line(ana, 'x', second * SECOND);
    expect(hungUp).toEqual([]);
  });

  it('time that passes in silence saves no more than one burst', () => {
    const { room, enter, refusals } = world(ROOM_LIMITS);
    const ana = enter('Ana');
    for (let i = 0; i < ROOM_LIMITS.burst + 1; i++) room.line(ana, 'x', 3600 * SECOND);
    expect(refusals(ana)).toEqual(['too-fast']);
  });

  it('only the pass of a ghost takes its place, and another version is told so', () => {
    const { room, told, enter, hungUp, refusals } = world();
    const [ana, bob] = [enter('Ana', 'tcp'), enter('Bob', 'tcp')];
    const [welcome] = told.get(bob)!;
    const pass = welcome?.event === 'welcome' ? welcome.pass : undefined;
    const back = room.connect(0)!.id;
    room.line(back, helloLine({ version: 1, transport: 'tcp', name: 'Bob', pass }), 0);
    expect(hungUp).toEqual([bob]);
    expect(told.get(ana)!.at(-2)).toMatchObject({ event: 'left', id: bob });
    const other = room.connect(0)!.id;
    room.line(other, helloLine({ version: 9, transport: 'tcp', name: 'Eva' }), 0);
    expect(refusals(other)).toEqual(['version']);
  });

  it('a member may write its own name otherwise, and nobody else’s', () => {
    const { room, enter, refusals, heard } = world();
    const [ana, bob] = [enter('Ana'), enter('Bob')];
    room.line(ana, '/nick ANA', 0);
    room.line(bob, '/nick ana', 0);
    expect(refusals(ana)).toEqual([]);
    expect(refusals(bob)).toEqual(['name-taken']);
    expect(heard(bob, 'renamed')).toMatchObject([{ from: 'Ana', to: 'ANA' }]);
  });

  it('an overtaken message does not turn the count back', () => {
    const { room, enter, lasts } = world();
    const [ana, bob] = [enter('Ana', 'udp'), enter('Bob', 'udp')];
    room.reached(bob);
    room.heard(ana, 2, 'second', false, 0);
    room.heard(ana, 1, 'first', false, 0);
    room.tick(SECOND);
    expect(lasts.get(bob)).toEqual([[{ id: ana, last: 2 }]]);
  });

  it('losses are told over TCP to those who cannot count them, and to nobody else', () => {
    const { room, enter, heard } = world();
    const [ana, bob, eva] = [enter('Ana', 'udp'), enter('Bob', 'udp'), enter('Eva', 'tcp')];
    room.reached(bob);
    room.heard(ana, 3, 'third', false, 0);
    room.tick(2 * SECOND);
    expect(heard(eva, 'lost')).toMatchObject([{ id: ana, count: 2 }]);
    expect(heard(bob, 'lost')).toEqual([]);
  });

  it('a contrast waits for stragglers, and sends datagrams only where they arrive', () => {
    const { room, enter, heard, contrasts } = world();
    const [ana, bob] = [enter('Ana', 'tcp'), enter('Bob', 'tcp')];
    room.reached(bob);
    room.line(ana, '/contrast 2', 0);
    const phases = (): string[] =>
      heard(bob, 'contrast').map((event) => (event.event === 'contrast' ? event.phase : ''));
    room.tick(SECOND);
    expect(phases()).toEqual(['start', 'line', 'line']);
    room.tick(3 * SECOND);
    expect(phases().at(-1)).toBe('end');
    expect(contrasts.get(bob)).toEqual([1, 2]);
    expect(contrasts.get(ana)).toBeUndefined();
  });
});

it('whoever comes last into a full room can read who is there', () => {
  const { told, enter } = world(ROOM_LIMITS);
  const name = (i: number): string =>
    `${'न'.repeat(16)}${String.fromCodePoint(0x905 + (i % 16), 0x915 + Math.floor(i / 16))}`;
  let last = 0;
  for (let i = 0; i < ROOM_LIMITS.people; i++) last = enter(name(i), 'tcp');
  const [welcome] = told.get(last)!;
  expect(welcome).toMatchObject({ event: 'welcome', people: { length: ROOM_LIMITS.people } });
  const line = JSON.stringify(welcome);
  expect(Buffer.byteLength(line)).toBeLessThan(EVENT_BYTES);
  expect(parseEvent(line)).toEqual(welcome);
});
