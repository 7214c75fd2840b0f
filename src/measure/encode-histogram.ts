/** A histogram as others read it: HdrHistogram V2, compressed, base64. The encoding is left to hdr-histogram-js. */
import { createRequire } from 'node:module';
import { deflateSync, inflateSync } from 'node:zlib';
import { HIGHEST, type HistogramData, lowestOf } from './histogram.ts';

const require = createRequire(import.meta.url);

/** @returns what every HdrHistogram library reads */
export function encodeHistogram({ cells, counts }: HistogramData): string {
  // Loaded where a run has ended: it takes longer than all that a thread of it loads of ours.
  const hdr = require('hdr-histogram-js') as typeof import('hdr-histogram-js');
  const histogram = hdr.build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 64,
  });
  for (let at = 0; at < cells.length; at++)
    histogram.recordValueWithCount(Math.min(HIGHEST, lowestOf(cells[at]!)), counts[at]!);
  return readableByAll(hdr.encodeIntoCompressedBase64(histogram));
}

/**
 * hdr-histogram-js writes 1 as the normalizing index offset and the bits of 5e-324 as the conversion ratio, and reads
 * neither; other libraries do: the one of Rust refuses both, those of Java and C would shift every value by a cell.
 */
function readableByAll(base64: string): string {
  const outer = Buffer.from(base64, 'base64');
  const inner = inflateSync(outer.subarray(8));
  inner.writeInt32BE(0, 8);
  inner.writeDoubleBE(1, 32);
  const packed = deflateSync(inner);
  const header = Buffer.from(outer.subarray(0, 8));
  header.writeUInt32BE(packed.length, 4);
  return Buffer.concat([header, packed]).toString('base64');
}
