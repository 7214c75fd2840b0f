/** A file in packets, and out of them again. */

export const PAYLOAD_BYTES = 1024;

/** Payloads of `size` bytes each, the last one shorter; an empty file is one empty payload, so that its end can be told. */
export function inPackets(file: Uint8Array, size = PAYLOAD_BYTES): Uint8Array[] {
  const count = Math.max(1, Math.ceil(file.length / size));
  return Array.from({ length: count }, (_, at) => file.subarray(at * size, (at + 1) * size));
}

/** A file whose every place differs from every other, so that what is lost, moved or doubled shows. The same for the same seed. */
export function lessonFile(bytes: number, seed: number): Uint8Array {
  const file = new Uint8Array(bytes);
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  for (let at = 0; at < bytes; at++) {
    // Xorshift32 (Marsaglia 2003).
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    file[at] = state >>> 24;
  }
  return file;
}
