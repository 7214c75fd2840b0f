/** How a generator ends: at once, and for good. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Rehearsals } from '../../../../src/run/client/generator/rehearsals.ts';
import { GeneratorRun } from '../../../../src/run/client/generator/run.ts';
import type { TransportPlan } from '../../../../src/run/client/plan/effective.ts';
import type { FromWorker, GeneratorSetup } from '../../../../src/run/client/threads/protocol.ts';
import { MILLISECOND } from '../../../../src/units.ts';
import { usual } from '../usual-plan.ts';

const setupOf = (engine: GeneratorSetup['engine'], plan: Partial<TransportPlan>, port = 9): GeneratorSetup =>
  ({
    plan: { ...usual, count: 5, warmup: 0, ...plan },
    worker: 0,
    workers: 1,
    place: 0,
    moments: false,
    epoch: process.hrtime.bigint(),
    remote: { address: '127.0.0.1', port },
    bind: null,
    token: null,
    sessionKey: null,
    engine,
    busyPoll: false,
    sockets: { sendBuffer: null, receiveBuffer: null, dscp: null, nagle: false, congestionControl: null },
    perFlow: false,
    mayFail: true,
    offset: null,
    arrivalsUnsure: false,
    reportEvery: 250e6,
    reports: null,
  }) as GeneratorSetup;

it('told to stop before it was told to start, it starts nothing', async () => {
  const told: FromWorker['type'][] = [];
  const run = new GeneratorRun(setupOf('portable', {}), ({ type }) => told.push(type), new Rehearsals());
  await run.open();
  const timers = (): number => process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length;
  const before = timers();
  run.take({ type: 'stop' });
  run.take({ type: 'start', at: 0 });
  expect(timers()).toBe(before);
  expect(told).not.toContain('finished');
  await run.close();
});

it.each(['portable', 'linux'] as const)(
  '%s: has ended when its engine has, not at its next report',
  async (engine) => {
    const nobody = createSocket('udp4').bind(0, '127.0.0.1');
    onTestFinished(() => void nobody.close());
    await once(nobody, 'listening');
    const told: FromWorker['type'][] = [];
    const setup = setupOf(engine, { lossThreshold: 20 * MILLISECOND }, nobody.address().port);
    const never = { ...setup, reportEvery: 1e15 };
    const run = new GeneratorRun(never, ({ type }) => told.push(type), new Rehearsals());
    onTestFinished(() => run.close());
    await run.open();
    run.take({ type: 'start', at: Number(process.hrtime.bigint() - setup.epoch) });
    await vi.waitFor(() => expect(told).toContain('finished'), 10_000);
    expect(told.indexOf('intervals')).toBeLessThan(told.indexOf('finished'));
  },
);
