/** How large the writes of a stream are, so that they suit its rate. Pure. */

/** The header of a probe. */
export const LEAST = 64;
/** One call moves this much where it may, so that the figure is the network's and not that of system calls. */
export const LARGE_WRITE = 128 * 1024;
/** A path of unknown MTU: 1,500 bytes of Ethernet, less what IPv6 and tunnels take. */
export const USUAL_PAYLOAD = 1448;

/**
 * Bytes of a write of a stream of `bitrate` payload bits per second: what a hundredth of a second carries, at least a
 * full segment, but never more than a tenth of a second carries, so that a slow one is sent evenly.
 */
export function suitableWrite(bitrate: number): number {
  const bytes = bitrate / 8;
  const even = Math.max(bytes / 100, USUAL_PAYLOAD);
  return Math.floor(Math.max(LEAST, Math.min(LARGE_WRITE, even, bytes / 10)));
}
