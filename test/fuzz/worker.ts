/** A process of `npm run fuzz`: chunks in, outcomes out. */
import { type Chunk, runChunk } from './chunk.ts';
import { TARGETS } from './targets.ts';

process.on('disconnect', () => process.exit(0));
process.on('message', (chunk: Chunk) => {
  // Buffers cross the channel as plain bytes.
  const pool = chunk.pool.map((bytes) => Buffer.from(bytes));
  process.send!(runChunk({ ...chunk, pool }));
});
process.send!(Object.keys(TARGETS));
