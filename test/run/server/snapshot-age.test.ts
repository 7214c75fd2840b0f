import { describe, expect, it } from 'vitest';
import { isKernel, openKernel } from '../../../src/net/linux/kernel/kernel.ts';
import { bench } from './bench.ts';
import { DatagramFlow } from './client.ts';

const kernel = isKernel(await openKernel());
if (!kernel) console.log('snapshot-age: engine linux is skipped: the kernel cannot be called here');

describe.skipIf(!kernel)('a server whose flows have a thread of their own', () => {
  const { serve, control } = bench('linux');

  it('says how old its counts are', async () => {
    const server = await serve();
    const session = await control(server);
    const { token } = await session.grant({ clients: 1 });
    const flow = await DatagramFlow.open(server.port, token, 0);
    session.send({ type: 'start' });
    flow.send(0);
    const { received, age } = await session.wait('snapshot');
    expect(received).toBe(1);
    expect(age).toBeGreaterThan(0);
    // The thread counts every 200 ms; a busy machine may take longer.
    expect(age).toBeLessThan(5000);
    flow.socket.close();
  });
});

describe('a server that counts where it speaks', () => {
  const { serve, control } = bench();

  it('says that its counts are new', async () => {
    const session = await control(await serve());
    await session.grant({ clients: 1 });
    session.send({ type: 'start' });
    expect((await session.wait('snapshot')).age).toBe(0);
  });
});
