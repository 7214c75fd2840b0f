/** Counts by the time at which something came, as counts by the time at which it was sent. Pure. */

/**
 * What came in an interval was sent in it, as far as there is room; the rest was sent in the next ones or, where those are
 * full as well, in the first that are not.
 * @param room of each interval: what was sent in it and has no fate yet; less afterwards
 * @returns with the sum of `column`, as far as there is room for it at all
 */
export function placed(column: readonly number[], room: number[]): Uint32Array {
  const places = new Uint32Array(room.length);
  let over = 0;
  const put = (at: number, wanted: number): number => {
    const taken = Math.min(room[at]!, wanted);
    places[at]! += taken;
    room[at]! -= taken;
    return wanted - taken;
  };
  for (let at = 0; at < room.length; at++) over = put(at, (column[at] ?? 0) + over);
  for (let at = 0; at < room.length; at++) over = put(at, over);
  return places;
}

/** The newest first: what is still awaited was sent last. */
export function placedLast(count: number, room: number[]): Uint32Array {
  const reversed = room.toReversed();
  const places = placed([count], reversed).toReversed();
  reversed.reverse().forEach((left, at) => {
    room[at] = left;
  });
  return places;
}
