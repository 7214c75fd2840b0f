import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { busAddress } from '../../../src/fleet/bus/address.ts';
import { connectNats } from '../../../src/fleet/bus/nats.ts';
import { type Broker, startBroker } from './broker.ts';
import { busConformance } from './conformance.ts';

busConformance('NATS', async () => {
  const broker = await startBroker();
  return {
    connect: () => connectNats(busAddress(broker.url), {}, 'test'),
    setAway: (away) => (away ? broker.stop() : broker.start()),
    close: () => broker.stop(),
  };
});

describe('a broker with credentials', () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await startBroker(['--user', 'fleet', '--pass', 'pa ss@']);
  });
  afterAll(() => broker.stop());
  const at = (credentials: string) => busAddress(`nats://${credentials}127.0.0.1:${broker.port}`);

  it('lets in who has them', async () => {
    const bus = await connectNats(at('fleet:pa%20ss%40@'), {}, 'test');
    await bus.close();
  });

  it.each(['', 'fleet:wrong@', 'sometoken@'])(
    'refuses "%s", and the sentence holds none of them',
    async (credentials) => {
      const refused = connectNats(at(credentials), {}, 'test');
      await expect(refused).rejects.toMatchObject({
        code: 'bus-refused',
        details: { address: `nats://127.0.0.1:${broker.port}` },
      });
    },
  );
});

it('says that nobody answers', async () => {
  const broker = await startBroker();
  await broker.stop();
  await expect(connectNats(busAddress(broker.url), {}, 'test')).rejects.toMatchObject({
    code: 'bus-unreachable',
  });
});
