/** Bounds of a room, each with an answer to whoever passes it. */
import { describe, expect, it } from 'vitest';
import { EVENT_BYTES, parseEvent } from '../../../src/session/chat/language/events.ts';
import { ROOM_LIMITS } from '../../../src/session/chat/rates/limits.ts';
import { FREE, SECOND, world } from './world.ts';

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
