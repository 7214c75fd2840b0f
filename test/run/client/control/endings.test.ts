import { expect, it } from 'vitest';
import { judgeEnd } from '../../../../src/run/client/control/endings.ts';
import type { TransportPlan } from '../../../../src/run/client/plan/effective.ts';
import type { Finished } from '../../../../src/run/client/threads/pool.ts';

const plan = { clients: 4, transport: 'tcp', mode: 'echo', stall: 10e9 } as TransportPlan;
const context = { address: '127.0.0.1:5000', silent: false };
const part = (
  report: object,
  measured: object = { received: 9, late: 0, sent: 10, lost: 1, open: 0, refused: new Map() },
) => ({ measured, report: { stalled: false, endedFlows: 0, ...report } }) as unknown as Finished;

const waiting = (open: number) => ({
  received: 1,
  late: 0,
  sent: open + 1,
  lost: 0,
  open,
  refused: new Map(),
});

it('what was awaited when it ended is told, of all threads', () => {
  const { failure, warnings } = judgeEnd([part({}, waiting(2)), part({}, waiting(3))], plan, context);
  expect(failure).toBeUndefined();
  expect(warnings).toMatchObject([{ code: 'cut-short', details: { count: 5 } }]);
  expect(judgeEnd([part({})], plan, context).warnings).toEqual([]);
});

it('connections that ended: some are told, all of them end the run', () => {
  expect(judgeEnd([part({ endedFlows: 3 })], plan, context)).toMatchObject({
    failure: undefined,
    warnings: [{ code: 'flows-ended', details: { count: 3, clients: 4 } }],
  });
  expect(judgeEnd([part({ endedFlows: 4 })], plan, context).failure).toMatchObject({
    code: 'connection-reset',
  });
});

it('what did not move for too long is stalled', () => {
  expect(judgeEnd([part({ stalled: true })], plan, context).failure).toMatchObject({
    code: 'stalled',
    details: { seconds: 10 },
  });
});
