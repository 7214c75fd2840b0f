/** Coordinator and agents through one run, in virtual time, on a good bus and on bad ones. */
import { describe, expect, it } from 'vitest';
import { acts, began, fleetOf, named } from './some-fleet.ts';
import { tasksFor, VirtualCoordinator } from './virtual-coordinator.ts';
import { VirtualAgent } from './virtual-fleet.ts';
import { hubOn, MS, SECOND, Timeline } from './virtual-time.ts';

describe('a run', () => {
  it('begins at one instant, is measured by all, handed over whole, and leaves the agents free', () => {
    const { agents, coordinator, run } = fleetOf(['a', 'b', 'c'].map((name) => named(name)));
    expect(run()).toBe(true);
    expect(coordinator.machine.failure).toBe(null);
    expect(['a', 'b', 'c'].map((name) => coordinator.parts(name))).toEqual([['a0'], ['b0'], ['c0']]);
    expect(new Set(agents.map(began))).toEqual(new Set([coordinator.machine.beginAt]));
    expect(agents.map(({ agent }) => agent.state)).toEqual(['free', 'free', 'free']);
    expect(acts(agents[0]!).filter((act) => act !== 'begin')).toEqual(['prepare', 'began', 'forget']);
  });

  it('of two transports one after the other begins twice together', () => {
    const tasks = (count: number) => tasksFor(count, ['tcp', 'udp'], SECOND);
    const { agents, coordinator, run } = fleetOf([named('a'), named('b', { prepares: 900 * MS })], { tasks });
    expect(run()).toBe(true);
    expect([coordinator.parts('a'), coordinator.parts('b')]).toEqual([
      ['a0', 'a1'],
      ['b0', 'b1'],
    ]);
    const times = agents.map(({ log }) => log.filter(({ act }) => act === 'began').map(({ at }) => at));
    expect(times[0]).toHaveLength(2);
    expect(times[0]).toEqual(times[1]);
  });

  it('takes as many agents as are wanted, and lets the others be', () => {
    const { agents, run } = fleetOf(
      ['d', 'a', 'c', 'b'].map((name) => named(name)),
      { wanted: 2 },
    );
    expect(run()).toBe(true);
    expect(agents.map((agent) => acts(agent).length > 0)).toEqual([false, true, false, true]);
  });

  it('waits for agents that come later', () => {
    const { time, hub, coordinator, run } = fleetOf([named('a')], { wanted: 2 });
    time.later(7 * SECOND, () => new VirtualAgent(time, hub.connect(), 'f', named('b')));
    expect(run()).toBe(true);
    expect(coordinator.parts('b')).toEqual(['b0']);
  });

  it('is told each second what each agent has', () => {
    const moments = (second: number): string => `m${second}==`.slice(0, 4);
    const { coordinator, run } = fleetOf([named('a', { moments })]);
    run();
    expect(coordinator.heard.filter(({ part }) => part === null).map(({ data }) => data)).toEqual([
      'm1==',
      'm2==',
      'm3==',
    ]);
  });

  it('hands over what is many messages long', () => {
    const large = 'abcd'.repeat(400_000);
    const { coordinator, run } = fleetOf([named('a', { parts: [large] }), named('b')]);
    expect(run()).toBe(true);
    expect(coordinator.parts('a')).toEqual([large]);
  });
});

describe('clocks', () => {
  it('that are an hour off and drift: everybody begins within the bound, which holds the truth', () => {
    const clock = { offset: 3600 * SECOND, drift: 100e-6 };
    const slow = { offset: -7 * SECOND, drift: -100e-6 };
    const time = new Timeline();
    let turn = 0;
    // Each way takes another time: the bound is as wide as the round trip.
    const hub = hubOn(time, () => [[0.2 * MS, 0.7 * MS, 0.4 * MS][turn++ % 3]!]);
    const plans = [named('a', { clock }), named('b', { clock: slow }), named('c')];
    const agents = plans.map((plan) => new VirtualAgent(time, hub.connect(), 'f', plan));
    const coordinator = new VirtualCoordinator(time, hub.connect(), { wanted: 3 });
    expect(time.run(() => coordinator.done, 60 * SECOND)).toBe(true);
    const at = coordinator.machine.beginAt;
    for (const agent of agents) expect(Math.abs(began(agent) - at)).toBeLessThan(1 * MS);
    const truth = { a: clock, b: slow, c: { offset: 0, drift: 0 } };
    for (const { name, clock: known } of coordinator.machine.members) {
      const { offset, drift } = truth[name as 'a'];
      const { low, high } = known.at(at)!;
      expect(low).toBeLessThanOrEqual(offset + drift * at);
      expect(high).toBeGreaterThanOrEqual(offset + drift * at);
      expect(high - low).toBeLessThan(4 * MS);
    }
  });
});
