/** When messages of a stream came, by the kernel: exact where it can be, and what may be off by how much where it cannot. */
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Batch } from '../../../src/wire/batch.ts';
import { TYPE_PROBE, writeProbe } from '../../../src/wire/header.ts';
import { cleanUp, kernel, newPort, TOKEN, tcpPeer } from './support.ts';

afterEach(cleanUp);
const MS = 1e6;

const message = (number: number): Buffer => {
  const bytes = Buffer.alloc(64);
  writeProbe(new DataView(bytes.buffer, bytes.byteOffset, 64), 0, TYPE_PROBE, 0, 7, TOKEN, number);
  return bytes;
};

/** A flow that nobody reads while the peer sends so many messages, a moment apart. */
async function unread(messages: number, timestamps: boolean): Promise<{ batch: Batch }> {
  let peer: Socket | undefined;
  const port = newPort({ timestamps });
  const remote = { address: '127.0.0.1', port: await tcpPeer((socket) => (peer = socket)) };
  await port.open({ transport: 'tcp', remote, size: 64 });
  const batch = new Batch(16);
  while (peer === undefined) await pause(1);
  peer.setNoDelay(true);
  // Looked at, and empty.
  for (let turn = 0; turn < 3; turn++) {
    port.wait(0);
    port.receive(batch);
  }
  for (let number = 0; number < messages; number++) {
    peer.write(message(number));
    await pause(15);
  }
  await pause(30);
  port.wait(0);
  port.receive(batch);
  return { batch };
}

describe.runIf(kernel !== undefined)('times of arrival over TCP', () => {
  it('a single message has the kernel’s, however late it is read', async () => {
    const { batch } = await unread(1, true);
    expect(batch.count).toBe(1);
    expect(batch.unread[0]).toBeGreaterThanOrEqual(30 * MS);
    expect(batch.unsure[0]).toBe(0);
  });

  it('of several in one read nobody knows: the time of reading counts, and how much earlier they may have come', async () => {
    const { batch } = await unread(3, true);
    expect(batch.count).toBe(3);
    for (let i = 0; i < 3; i++) {
      expect(batch.unread[i]).toBeNaN();
      // The first came some 75 ms before.
      expect(batch.unsure[i]).toBeGreaterThanOrEqual(60 * MS);
      expect(batch.time[i]).toBe(batch.time[0]);
    }
  });

  it('without stamps, anything may have been', async () => {
    const { batch } = await unread(1, false);
    expect(batch.count).toBe(1);
    expect(batch.unread[0]).toBeNaN();
    expect(batch.unsure[0]).toBe(Number.POSITIVE_INFINITY);
  });
});
