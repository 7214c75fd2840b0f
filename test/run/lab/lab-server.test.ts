/** The lab's own server is forked before it is asked: it may end in between. */
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { NO_IMPAIRMENT } from '../../../src/result/impairment.ts';
import { forkLabServer, startLabServer } from '../../../src/run/lab/lab-server.ts';
import type { LabOrder } from '../../../src/run/lab/orders.ts';

const order = {
  server: 'own',
  engine: 'auto',
  guests: null,
  sessions: 1,
  early: true,
  impairment: { up: NO_IMPAIRMENT, down: NO_IMPAIRMENT },
} as unknown as LabOrder;

it('a server that has ended before it was asked is no server, and nobody waits for it', async () => {
  const own = forkLabServer(order, () => {})!;
  const gone = once(own.child, 'exit');
  own.child.kill('SIGKILL');
  await gone;
  const { ready } = startLabServer(own, order, ['127.0.0.1'], 5000, '/none');
  await expect(ready).rejects.toMatchObject({ code: 'server-start' });
});
