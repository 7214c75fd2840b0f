/** A room as a whole. */
import { describe, expect, it } from 'vitest';
import { helloLine } from '../../../src/session/chat/language/events.ts';
import { ROOM_LIMITS } from '../../../src/session/chat/rates/limits.ts';
import { SECOND, world } from './world.ts';

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
