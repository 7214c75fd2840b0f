/** Sequence numbers that come round: arithmetic in a space of so many numbers, and how large it must be. */

/** Protocols in the order of the textbook (Kurose and Ross, Computer Networking, section 3.4). */
export const ARQ_PROTOCOLS = ['stop-and-wait', 'go-back-n', 'selective-repeat'] as const;
export type ArqProtocol = (typeof ARQ_PROTOCOLS)[number];

/** Numbers of 16 bits: what the header holds. */
export const LARGEST_SPACE = 65_536;

/** How many steps forward from `from` to `to`. Both may be any whole number: -1 is the last of the space. */
export const forward = (from: number, to: number, space: number): number =>
  (((to - from) % space) + space) % space;

/**
 * The least space in which every number can be told from its predecessors on a link that keeps order: 2 for
 * stop-and-wait, W + 1 for Go-Back-N, 2W for selective repeat.
 */
export function leastSpace(protocol: ArqProtocol, window: number): number {
  if (protocol === 'stop-and-wait') return 2;
  return protocol === 'go-back-n' ? window + 1 : 2 * window;
}

/**
 * The space that a protocol gets here. Where a packet may overtake another, an old copy may come when its number is
 * in use again; then numbers must not come round while it can still be under way (section 3.4.4).
 */
export function spaceFor(protocol: ArqProtocol, window: number, reorders: boolean): number {
  return reorders ? LARGEST_SPACE : leastSpace(protocol, window);
}
