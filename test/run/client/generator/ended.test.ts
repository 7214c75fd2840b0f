/** A generator that was ended begins no more, whatever it is told after that. */
import { expect, it } from 'vitest';
import { Rehearsals } from '../../../../src/run/client/generator/rehearsals.ts';
import { GeneratorRun } from '../../../../src/run/client/generator/run.ts';
import type { FromWorker, GeneratorSetup } from '../../../../src/run/client/threads/protocol.ts';
import { usual } from '../usual-plan.ts';

it('told to stop before it was told to start, it starts nothing', async () => {
  const told: FromWorker['type'][] = [];
  const setup = {
    plan: { ...usual, transport: 'udp', mode: 'echo', clients: 1, count: 5, warmup: 0 },
    worker: 0,
    workers: 1,
    place: 0,
    moments: false,
    epoch: process.hrtime.bigint(),
    remote: { address: '127.0.0.1', port: 9 },
    bind: null,
    token: null,
    sessionKey: null,
    engine: 'portable',
    busyPoll: false,
    sockets: { sendBuffer: null, receiveBuffer: null, dscp: null, nagle: false, congestionControl: null },
    perFlow: false,
    mayFail: true,
    offset: null,
    arrivalsUnsure: false,
    reportEvery: 250e6,
    reports: null,
  } as GeneratorSetup;
  const run = new GeneratorRun(setup, ({ type }) => told.push(type), new Rehearsals());
  await run.open();
  const timers = (): number => process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length;
  const before = timers();
  run.take({ type: 'stop' });
  run.take({ type: 'start', at: 0 });
  expect(timers()).toBe(before);
  expect(told).not.toContain('finished');
  await run.close();
});
