/** Many at once: who comes and goes, how much one address says, and what is told of losses. */
import { describe, expect, it } from 'vitest';
import { ROOM_LIMITS } from '../../../src/session/chat/rates/limits.ts';
import type { Origin } from '../../../src/session/chat/rates/shares.ts';
import { FREE, SECOND, world } from './world.ts';

const from = (address: string, network = address): Origin => ({ address, network, here: false });

describe('who comes and goes', () => {
  it('is told one by one, as long as that is news', () => {
    const { room, enter, heard } = world();
    const ana = enter('Ana', 'tcp');
    for (let i = 0; i < 19; i++) enter(`n${i}`, 'tcp');
    expect(heard(ana, 'joined')).toHaveLength(19);
    room.tick(SECOND);
    expect(heard(ana, 'crowd')).toEqual([]);
  });

  it('is told together once a second where many do, and those who were gone are counted', () => {
    const { room, enter, heard, seen } = world();
    const ana = enter('Ana', 'tcp');
    room.tick(SECOND);
    const counted = () =>
      heard(ana, 'joined').length + heard(ana, 'left').length + heard(ana, 'crowd').length;
    // Nine hundred times in a second, as a script on the same machine can.
    for (let i = 0; i < 900; i++) room.ended(enter(`troll${i}`, undefined, SECOND), 'quit');
    const before = counted();
    expect(before).toBeLessThanOrEqual(20);
    const [bob, eva] = [enter('Bob', 'tcp', SECOND), enter('Eva', 'tcp', SECOND)];
    room.tick(2 * SECOND);
    const [crowd] = heard(ana, 'crowd');
    expect(crowd).toMatchObject({
      joined: [
        { id: bob, name: 'Bob' },
        { id: eva, name: 'Eva' },
      ],
      left: [],
    });
    // Everybody is accounted for.
    const told = heard(ana, 'joined').length - 0 + (crowd?.event === 'crowd' ? crowd.passed : 0);
    expect(told).toBe(900);
    room.tick(3 * SECOND);
    expect(counted()).toBe(before + 1);
    expect(seen.filter(({ event }) => event === 'crowd')).toHaveLength(1);
  });

  it('and nobody speaks before he was told', () => {
    const { room, enter, told } = world();
    const ana = enter('Ana', 'tcp');
    for (let i = 0; i < 30; i++) enter(`n${i}`);
    const late = enter('Late');
    room.line(late, 'hello', 0);
    const events = told.get(ana)!.slice(-2);
    expect(events).toMatchObject([
      { event: 'joined', person: { name: 'Late' } },
      { event: 'message', name: 'Late' },
    ]);
    room.ended(late, 'quit');
    room.tick(SECOND);
    const [crowd] = told.get(ana)!.slice(-1);
    expect(crowd).toMatchObject({ event: 'crowd', left: [{ id: late, name: 'Late' }], passed: 0 });
  });
});

describe('lines of one address', () => {
  it('are bounded together, however many names they have, and nobody else is held up', () => {
    const { room, enter, heard, refusals, hungUp } = world(ROOM_LIMITS);
    const listener = enter('Listener', 'tcp', 0, from('10.0.0.9'));
    const many = Array.from({ length: 50 }, (_, i) => enter(`n${i}`, undefined, 0, from('10.0.0.1')));
    const honest = enter('Honest', undefined, 0, from('10.0.0.2'));
    for (let second = 0; second < 10; second++) {
      for (const id of many) for (let i = 0; i < 5; i++) room.line(id, 'spam', second * SECOND);
      room.line(honest, 'hello', second * SECOND);
    }
    const { perSecond, burst } = ROOM_LIMITS.linesOfAddress;
    const spam = heard(listener, 'message').filter(
      (event) => event.event === 'message' && event.text === 'spam',
    );
    expect(spam).toHaveLength(burst + 9 * perSecond);
    expect(heard(listener, 'message')).toHaveLength(spam.length + 10);
    expect(refusals(many.at(-1)!)).toContain('address-fast');
    // A classmate of the same address may have used it up: nobody is hung up on for that.
    expect(hungUp).toEqual([]);
  });

  it('of an IPv6 network are bounded together, too', () => {
    const { room, enter, heard } = world(ROOM_LIMITS);
    const listener = enter('Listener', 'tcp', 0, from('10.0.0.9'));
    for (let i = 0; i < 200; i++) {
      const id = enter(`n${i}`, undefined, 0, from(`2001:db8::${i}`, '2001:db8:0:0::/64'));
      for (let line = 0; line < 10; line++) room.line(id, 'spam', 0);
    }
    expect(heard(listener, 'message')).toHaveLength(ROOM_LIMITS.linesOfNetwork.burst);
  });
});

describe('losses', () => {
  it('are told as lines of their sender, within its limit, and every one of them in the end', () => {
    const { room, enter, heard } = world(ROOM_LIMITS);
    const [ana, bob] = [enter('Ana', 'tcp'), enter('Bob', 'udp')];
    let number = 0;
    let now = 0;
    // A gap with each message, twice a second, and looked at four times a second.
    for (; now < 20 * SECOND; now += SECOND / 4) {
      if (now % (SECOND / 2) === 0) {
        number += 2;
        room.heard(bob, number, 'x', false, now);
      }
      room.tick(now);
    }
    const notices = heard(ana, 'lost');
    expect(notices.length).toBeLessThanOrEqual(20);
    for (; now < 25 * SECOND; now += SECOND / 4) room.tick(now);
    const lost = heard(ana, 'lost').reduce(
      (all, event) => all + (event.event === 'lost' ? event.count : 0),
      0,
    );
    expect(lost).toBe(40);
  });

  it('of one who has used up its lines wait', () => {
    const { room, enter, heard } = world({ ...FREE, linesPerSecond: 1, burst: 2 });
    const [ana, bob] = [enter('Ana', 'tcp'), enter('Bob', 'udp')];
    room.heard(bob, 1, 'x', false, 0);
    room.heard(bob, 4, 'x', false, 0);
    room.tick(1.2 * SECOND);
    expect(heard(ana, 'lost')).toMatchObject([{ count: 2 }]);
  });
});
