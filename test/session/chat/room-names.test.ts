/** Names in a room. */
import { describe, expect, it } from 'vitest';
import { NAME_TRIES, ROOM_LIMITS } from '../../../src/session/chat/rates/limits.ts';
import { FREE, world } from './world.ts';

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

it('who finds the room full is told so and is not asked for another name', () => {
  const { room, told, hungUp, enter } = world({ ...FREE, people: 1 });
  const { id } = room.connect(0)!;
  enter('Ana');
  room.line(id, 'Bob', 0);
  expect(told.get(id)!.map(({ event }) => event)).toEqual(['refused']);
  expect(hungUp).toEqual([id]);
});
