/** The host keeps order: mutes and puts out, ends a contrast; and the room is told. */
import { describe, expect, it } from 'vitest';
import { ROOM_LIMITS } from '../../../src/session/chat/rates/limits.ts';
import type { Origin } from '../../../src/session/chat/rates/shares.ts';
import { FREE, SECOND, world } from './world.ts';

const from = (address: string): Origin => ({ address, network: address, here: false });

describe('the host', () => {
  it('mutes somebody, which the room is told, and lets it speak again', () => {
    const { room, enter, enterHost, heard, refusals, seen } = world();
    const [host, ana, bob] = [enterHost('Teacher'), enter('Ana', 'tcp'), enter('Bob', 'udp')];
    room.line(host, '/mute bob', 0);
    expect(heard(ana, 'muted')).toEqual([{ event: 'muted', id: bob, name: 'Bob', muted: true }]);
    expect(seen.at(-1)).toMatchObject({ event: 'muted' });
    for (const line of ['hello', '/me waves', '/msg Ana psst', '/nick Robert', '/contrast 5'])
      room.line(bob, line, 0);
    room.heard(bob, 1, 'over UDP', false, 0);
    expect(refusals(bob)).toEqual(Array(6).fill('muted'));
    for (const kind of ['message', 'private', 'renamed', 'contrast'] as const)
      expect(heard(ana, kind)).toEqual([]);
    // It may still look and leave.
    room.line(bob, '/who', 0);
    expect(heard(bob, 'people')).toHaveLength(1);
    room.line(host, '/unmute Bob', 0);
    expect(heard(ana, 'muted').at(-1)).toMatchObject({ muted: false });
    room.line(bob, 'hello', 0);
    expect(heard(ana, 'message')).toHaveLength(1);
  });

  it('puts somebody out, who does not come back at once: by name, or by its address where it was alone there', () => {
    const { room, enter, enterHost, heard, refusals, hungUp } = world();
    const [host, ana] = [enterHost('Teacher'), enter('Ana', 'tcp')];
    const troll = enter('Troll', 'tcp', 0, from('10.0.0.7'));
    room.line(host, '/kick Troll', 0);
    expect(hungUp).toEqual([troll]);
    expect(refusals(troll)).toEqual(['kicked']);
    expect(heard(ana, 'left')).toMatchObject([{ id: troll, why: 'kicked' }]);
    for (const [name, address] of [
      ['Troll', '10.0.0.8'],
      ['troll', '10.0.0.8'],
      ['Somebody', '10.0.0.7'],
    ] as const)
      expect(refusals(enter(name, 'tcp', SECOND, from(address)))).toEqual(['kicked']);
    expect(heard(enter('Else', 'tcp', SECOND, from('10.0.0.8')), 'welcome')).toHaveLength(1);
    // Nobody takes its name by renaming either.
    room.line(ana, '/nick Troll', SECOND);
    expect(refusals(ana)).toEqual(['kicked']);
    expect(heard(enter('Troll', 'tcp', 601 * SECOND, from('10.0.0.7')), 'welcome')).toHaveLength(1);
  });

  it('does not put out a whole class behind one router, nor this machine', () => {
    const { room, enter, enterHost, refusals, heard } = world();
    const host = enterHost('Teacher');
    const [troll, mate] = [
      enter('Troll', 'tcp', 0, from('10.0.0.7')),
      enter('Mate', 'tcp', 0, from('10.0.0.7')),
    ];
    room.line(host, '/kick Troll', 0);
    expect(refusals(troll)).toEqual(['kicked']);
    room.ended(mate, 'vanished');
    expect(heard(enter('Mate', 'tcp', 1, from('10.0.0.7')), 'welcome')).toHaveLength(1);
    enter('Local', 'tcp');
    room.line(host, '/kick Local', 2);
    expect(heard(enter('Other', 'tcp', 3), 'welcome')).toHaveLength(1);
  });

  it('is obeyed though the muted one comes back under another name', () => {
    const { room, enter, enterHost, refusals } = world();
    const host = enterHost('Teacher');
    const troll = enter('Troll', 'tcp', 0, from('10.0.0.7'));
    room.line(host, '/mute Troll', 0);
    room.ended(troll, 'quit');
    const again = enter('Angel', 'tcp', SECOND, from('10.0.0.7'));
    room.line(again, 'hello', SECOND);
    expect(refusals(again)).toEqual(['muted']);
    room.line(host, '/unmute Angel', SECOND);
    room.line(again, 'hello', SECOND);
    expect(refusals(again)).toEqual(['muted']);
  });

  it('is whoever has the key: nobody else, under whatever name; and nobody touches the host', () => {
    const { room, enter, enterHost, refusals, heard } = world();
    const [host, ana] = [enterHost('Teacher'), enter('Ana', 'tcp')];
    for (const line of ['/kick Teacher', '/mute Teacher', '/unmute Teacher']) room.line(ana, line, 0);
    expect(refusals(ana)).toEqual(['host-only', 'host-only', 'host-only']);
    room.line(host, '/kick teacher', 0);
    room.line(host, '/kick Nobody', 0);
    room.line(host, '/kick', 0);
    expect(refusals(host)).toEqual(['host-self', 'nobody', 'form']);
    expect(heard(host, 'left')).toEqual([]);
    room.line(host, '/help', 0);
    room.line(ana, '/help', 0);
    expect([heard(host, 'help'), heard(ana, 'help')]).toMatchObject([[{ host: true }], [{ host: false }]]);
  });

  it('has its word though it is not in the room', () => {
    const { room, enter, hungUp, heard } = world();
    const [ana, bob] = [enter('Ana', 'tcp'), enter('Bob', 'tcp')];
    expect(room.order('/mute Bob', 0)).toBeUndefined();
    expect(heard(ana, 'muted')).toHaveLength(1);
    expect(room.order('/kick Bob', 0)).toBeUndefined();
    expect(hungUp).toEqual([bob]);
    expect(room.order('/kick Bob', 0)).toMatchObject({ reason: 'nobody', what: 'Bob' });
    expect(room.order('/contrast stop', 0)).toMatchObject({ reason: 'form' });
    expect(room.order('hello', 0)).toMatchObject({ reason: 'command' });
    expect(room.order('', 0)).toBeUndefined();
  });
});

describe('contrasts', () => {
  const run = (room: ReturnType<typeof world>['room'], begin: number, end: number) => {
    for (let now = begin; now <= end; now += SECOND / 50) room.tick(now);
  };

  it('rest between two, but for the host', () => {
    const { room, enter, enterHost, refusals, heard } = world(ROOM_LIMITS);
    const [host, ana] = [enterHost('Teacher'), enter('Ana', 'tcp')];
    room.line(ana, '/contrast 1', 0);
    run(room, 0, 2 * SECOND);
    expect(heard(ana, 'contrast')).toHaveLength(3);
    room.line(ana, '/contrast 500', 3 * SECOND);
    expect(refusals(ana)).toEqual(['contrast-rests']);
    room.line(host, '/contrast 1', 3 * SECOND);
    run(room, 3 * SECOND, 5 * SECOND);
    expect(heard(ana, 'contrast')).toHaveLength(6);
    room.line(ana, '/contrast 1', 15 * SECOND);
    expect(refusals(ana)).toEqual(['contrast-rests']);
  });

  it('end where the host, or whoever began them, says so; what was sent still has its time to arrive', () => {
    const { room, enter, enterHost, refusals, heard } = world(FREE);
    const [host, ana, bob] = [enterHost('Teacher'), enter('Ana', 'tcp'), enter('Bob', 'tcp')];
    room.line(ana, '/contrast 500', 0);
    run(room, 0, SECOND);
    room.line(bob, '/contrast stop', SECOND);
    expect(refusals(bob)).toEqual(['host-only']);
    room.line(host, '/contrast stop', SECOND);
    run(room, SECOND, 4 * SECOND);
    const phases = heard(bob, 'contrast').flatMap((event) =>
      event.event === 'contrast' && event.phase !== 'line' ? [[event.phase, event.of]] : [],
    );
    expect(phases).toEqual([
      ['start', 500],
      ['stopped', 25],
      ['end', 25],
    ]);
    room.line(host, '/contrast stop', 5 * SECOND);
    expect(refusals(host)).toEqual(['form']);
    room.line(ana, '/contrast 100', 20 * SECOND);
    room.line(ana, '/contrast stop', 20 * SECOND);
    expect(refusals(ana)).toEqual([]);
  });
});
