/** What happens to a fleet before and in the middle of its run. */
import { describe, expect, it } from 'vitest';
import type { CoordinatorOptions } from '../../src/fleet/coordinator/coordinator.ts';
import type { Failure } from '../../src/fleet/protocol/messages.ts';
import { subjectsOf } from '../../src/fleet/protocol/names.ts';
import { acts, began, fleetOf, named } from './some-fleet.ts';
import { tasksFor, VirtualCoordinator } from './virtual-coordinator.ts';
import type { AgentPlan } from './virtual-fleet.ts';
import { MS, SECOND } from './virtual-time.ts';

const codeOf = ({ machine }: VirtualCoordinator): string | undefined => machine.failure?.code;

describe('nothing is sent', () => {
  const cannot: Failure = {
    code: 'unreachable',
    operation: 'connect',
    details: { address: '10.0.0.1:5000' },
  };
  const cases: [string, readonly AgentPlan[], Partial<CoordinatorOptions>, Partial<Failure>][] = [
    [
      'where too few agents are there',
      [named('a')],
      { wanted: 3, patience: 5 * SECOND },
      { code: 'agents-missing', details: { wanted: 3, found: 1, names: 'a' } },
    ],
    [
      'where one is of another version',
      [named('a'), named('b', { tool: '9.9.9' })],
      {},
      { code: 'agent-version', details: { agent: 'b', theirs: '9.9.9', ours: '1.0.0' } },
    ],
    [
      'where two have one name',
      [named('a'), named('a')],
      {},
      { code: 'agent-twice', details: { agent: 'a' } },
    ],
    [
      'where one cannot reach the target',
      [named('a'), named('b', { fails: cannot })],
      {},
      { code: 'agent-failed', details: { agent: 'b', failure: 'unreachable', address: '10.0.0.1:5000' } },
    ],
    [
      'where one will not',
      [named('a', { refuses: { ...cannot, code: 'not-allowed' } }), named('b')],
      {},
      {
        code: 'agent-failed',
        details: expect.objectContaining({ agent: 'a', failure: 'not-allowed' }) as never,
      },
    ],
    [
      'where one was granted something else',
      [named('a'), named('b', { grants: { size: 128 } })],
      {},
      {
        code: 'agents-differ',
        details: { agent: 'b', other: 'a', option: '--size', amount: 128, common: 64 },
      },
    ],
    [
      'where one prepares for ever',
      [named('a'), named('b', { prepares: 99 * SECOND })],
      {},
      { code: 'agent-slow', details: expect.objectContaining({ agent: 'b' }) as never },
    ],
    [
      'where one has the key and the coordinator has not',
      [named('a', { key: Buffer.alloc(32, 1) })],
      { patience: 5 * SECOND },
      { code: 'agents-key' },
    ],
  ];
  it.each(cases)('%s', (_, plans, options, failure) => {
    const { agents, coordinator, run } = fleetOf(plans, options);
    expect(run(90 * SECOND)).toBe(true);
    expect(coordinator.machine.failure).toMatchObject(failure);
    expect(agents.map(began)).toEqual(agents.map(() => Number.NaN));
    expect(agents.map(({ agent }) => agent.state)).toEqual(agents.map(() => 'free'));
  });

  it('where one dies while it prepares', () => {
    const { time, agents, coordinator, run } = fleetOf([named('a', { prepares: 20 * SECOND }), named('b')]);
    time.later(3 * SECOND, () => agents[1]!.kill());
    expect(run()).toBe(true);
    expect(coordinator.machine.failure).toMatchObject({ code: 'agent-silent', details: { agent: 'b' } });
    expect(began(agents[0]!)).toBeNaN();
  });

  it('by the second of two coordinators with one name', () => {
    const { time, hub, coordinator, run } = fleetOf([named('a')]);
    let second: VirtualCoordinator | undefined;
    time.later(2 * SECOND, () => {
      second = new VirtualCoordinator(time, hub.connect(), { wanted: 1 });
    });
    expect(run()).toBe(true);
    expect(codeOf(coordinator)).toBe(undefined);
    expect(second!.machine.failure).toMatchObject({ code: 'fleet-taken', details: { fleet: 'f' } });
  });

  it('not by calls of one that was recorded, which whoever has no key can play again', () => {
    const key = Buffer.from('a key that is long enough');
    const { time, hub, coordinator, run } = fleetOf([named('a', { key })], {
      key,
      wanted: 2,
      patience: 3 * SECOND,
    });
    const recorded: Uint8Array[] = [];
    const stranger = hub.connect();
    const { all } = subjectsOf('f');
    stranger.subscribe(all, (bytes) => void recorded.push(bytes));
    expect(run()).toBe(true);
    expect(recorded.some((bytes) => Buffer.from(bytes).includes('"settled":true'))).toBe(true);
    coordinator.dead = true;
    const later = new VirtualCoordinator(time, hub.connect(), { wanted: 1, key });
    for (const bytes of recorded.splice(0)) stranger.publish(all, bytes);
    expect(time.run(() => later.done, 60 * SECOND)).toBe(true);
    expect([codeOf(coordinator), codeOf(later)]).toEqual(['agents-missing', undefined]);
  });

  it('by one of two coordinators that begin at once', () => {
    const { time, hub, coordinator, run } = fleetOf([named('a')]);
    const other = new VirtualCoordinator(time, hub.connect(), { wanted: 1 });
    expect(run()).toBe(true);
    expect(time.run(() => other.done, 60 * SECOND)).toBe(true);
    expect(new Set([codeOf(coordinator), codeOf(other)])).toEqual(new Set(['fleet-taken', undefined]));
  });
});

describe('in the middle of a run', () => {
  const second = 1 * SECOND;

  it('an agent that is killed is lost, and the others are measured whole', () => {
    const { time, agents, coordinator, run } = fleetOf([named('a'), named('b')]);
    const running = () => coordinator.machine.stage === 'run';
    time.run(running, 60 * second);
    time.later(second, () => agents[1]!.kill());
    expect(run()).toBe(true);
    expect([coordinator.parts('a'), coordinator.parts('b')]).toEqual([['a0'], []]);
    const [, lost] = coordinator.machine.members;
    expect(lost!.lost(time.now)).toBe(true);
  });

  it('a broker that is away for five seconds costs nothing', () => {
    const tasks = (count: number) => tasksFor(count, ['udp'], 8 * second);
    const { time, hub, agents, coordinator, run } = fleetOf([named('a'), named('b')], { tasks });
    time.run(() => coordinator.machine.stage === 'run', 60 * second);
    time.later(2 * second, () => hub.setAway(true));
    time.later(7 * second, () => hub.setAway(false));
    expect(run()).toBe(true);
    expect([coordinator.parts('a'), coordinator.parts('b')]).toEqual([['a0'], ['b0']]);
    expect(agents.flatMap(acts)).not.toContain('stop');
  });

  it('and at its end: what was measured is fetched when it is back', () => {
    const { time, hub, coordinator, run } = fleetOf([named('a'), named('b')]);
    time.run(() => coordinator.machine.stage === 'run', 60 * second);
    time.later(2 * second, () => hub.setAway(true));
    time.later(20 * second, () => hub.setAway(false));
    expect(run()).toBe(true);
    expect([coordinator.parts('a'), coordinator.parts('b')]).toEqual([['a0'], ['b0']]);
  });

  it('a bus that never comes back ends it', () => {
    const { time, hub, coordinator, run } = fleetOf([named('a')]);
    time.run(() => coordinator.machine.stage === 'run', 60 * second);
    hub.setAway(true);
    expect(run(100 * second)).toBe(true);
    expect(codeOf(coordinator)).toBe('bus-lost');
  });

  it('a coordinator that dies: the agents stop by themselves within ten seconds, and are free in the end', () => {
    const tasks = (count: number) => tasksFor(count, ['udp'], 3600 * second);
    const { time, agents, coordinator } = fleetOf([named('a'), named('b')], { tasks });
    time.run(() => coordinator.machine.stage === 'run', 60 * second);
    const died = time.now;
    coordinator.dead = true;
    time.run(() => false, died + 10 * second);
    expect(agents.map(acts).every((all) => all.includes('stop'))).toBe(true);
    time.run(() => false, died + 120 * second);
    expect(agents.map(({ agent }) => agent.state)).toEqual(['free', 'free']);
  });

  it('a stop reaches all at once, and what was measured so far comes', () => {
    const tasks = (count: number) => tasksFor(count, ['udp'], 3600 * second);
    const { time, agents, coordinator, run } = fleetOf([named('a'), named('b')], { tasks });
    time.run(() => coordinator.machine.stage === 'run', 60 * second);
    time.later(second, () => coordinator.stop());
    expect(run()).toBe(true);
    expect(coordinator.machine.interrupted).toBe(true);
    expect([coordinator.parts('a'), coordinator.parts('b')]).toEqual([['a0'], ['b0']]);
    const stopped = agents.map(
      ({ log }) => log.find(({ act }) => act === 'stop')!.at - log.find(({ act }) => act === 'began')!.at,
    );
    expect(Math.max(...stopped)).toBeLessThan(second + 300 * MS);
  });

  it('a stop while it is being prepared: nobody begins', () => {
    const { time, agents, coordinator, run } = fleetOf([named('a'), named('b', { prepares: 5 * second })]);
    time.later(2 * second, () => coordinator.stop());
    expect(run()).toBe(true);
    expect(coordinator.machine.interrupted).toBe(true);
    expect(agents.map(began)).toEqual([Number.NaN, Number.NaN]);
  });
});
