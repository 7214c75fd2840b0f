import { connect, createServer } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DatagramReader, DatagramWriter } from '../../../../src/run/lab/relay/frames.ts';

it('gives whole datagrams, however the stream is cut', async () => {
  const sent: [number, string][] = [
    [1, 'one'],
    [4_000_000_000, ''],
    [2, 'x'.repeat(5000)],
  ];
  const stream = await written(sent);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: stream.length })), (cuts) => {
      const got: [number, string][] = [];
      const reader = new DatagramReader();
      const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
      for (let index = 1; index < places.length; index++)
        reader.push(stream.subarray(places[index - 1], places[index]), (guest, payload) =>
          got.push([guest, payload.toString()]),
        );
      expect(got).toEqual(sent);
    }),
  );
});

/** What the writer puts on a socket. */
function written(datagrams: readonly [number, string][]): Promise<Buffer> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.on('end', () => {
        server.close();
        resolve(Buffer.concat(chunks));
      });
    }).listen(0, '127.0.0.1', () => {
      const socket = connect((server.address() as { port: number }).port, '127.0.0.1', () => {
        const writer = new DatagramWriter(socket);
        for (const [guest, payload] of datagrams) writer.write(guest, Buffer.from(payload));
        setImmediate(() => socket.end());
      });
    });
  });
}
