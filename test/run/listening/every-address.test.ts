/** An answer leaves from the address that was asked, in every program that answers datagrams. */
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { portSharing } from '../../../src/net/datagrams/sharing.ts';
import type { Address } from '../../../src/net/port.ts';
import { startListener } from '../../../src/run/exercise/listen.ts';
import { endAll, hosted, rich } from '../chat/room-tools.ts';
import { bench } from '../server/bench.ts';

const { serve } = bench();
afterEach(endAll);

const can = (await portSharing()).sharers === 'same-user';
if (!can) console.warn('skipped: this system lets no two sockets of one user share a UDP port safely');

/** Who answered. */
async function answerer(message: Uint8Array, to: Address): Promise<string> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  const again = setInterval(() => socket.send(message, to.port, to.address), 100);
  socket.send(message, to.port, to.address);
  const [, from] = (await once(socket, 'message')) as [Buffer, RemoteInfo];
  clearInterval(again);
  return from.address;
}

const own = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .filter(({ family }) => family === 'IPv4')
  .map(({ address }) => address);
const ASKED = [...new Set([...own, '127.0.0.2', '127.0.1.1'])];
const EVERYWHERE = { addresses: ['0.0.0.0'], port: 0 };

describe.skipIf(!can)('on all addresses, asked at each', () => {
  it('listen', async () => {
    const sentences = { benchClient: '', chatClient: '', full: '' };
    const listener = await startListener(
      { ...EVERYWHERE, tcp: false, udp: true, reply: Buffer.from('ok'), raw: false, once: false, sentences },
      { event: () => {}, behind: false, drained: () => Promise.resolve() },
    );
    onTestFinished(() => listener.stop());
    for (const address of ASKED)
      expect(await answerer(Buffer.from('hello'), { address, port: listener.port })).toBe(address);
  });

  it('serve --echo', async () => {
    const server = await serve({ ...EVERYWHERE, echo: true, echoAnyone: true });
    for (const address of ASKED)
      expect(await answerer(Buffer.from('hello'), { address, port: server.port })).toBe(address);
  });

  it('chat --serve', async () => {
    const { port } = await hosted({ addresses: ['0.0.0.0'] });
    for (const [i, address] of ASKED.entries()) {
      const guest = await rich(port, `Guest${i}`, 'udp', true, [address]);
      // Its socket hears nobody but whom it called.
      expect(guest.of('datagrams')).toHaveLength(1);
    }
  });
});
