/** Shares out rows among the parts of a screen. Pure. */

export interface Want {
  /** Fewer than this and the part is left out; parts listed first are served first. */
  readonly least: number;
  readonly most: number;
  /** Of what is left once everyone has the least. */
  readonly weight: number;
  /** Rows that the part costs beside its content, such as a heading. */
  readonly fixed?: number;
}

/** @returns content rows for each want, 0 for a part that is left out; their sum with `fixed` never exceeds `rows`. */
export function shareRows(rows: number, wants: readonly Want[]): number[] {
  let left = rows;
  const given = wants.map((want) => {
    const cost = want.least + (want.fixed ?? 0);
    if (want.most === 0 || cost > left) return 0;
    left -= cost;
    return want.least;
  });
  while (left > 0) {
    let neediest = -1;
    for (let at = 0; at < wants.length; at++) {
      const want = wants[at]!;
      if (given[at] === 0 || given[at]! >= want.most || want.weight <= 0) continue;
      if (neediest < 0 || given[at]! / want.weight < given[neediest]! / wants[neediest]!.weight)
        neediest = at;
    }
    if (neediest < 0) break;
    given[neediest]!++;
    left--;
  }
  return given;
}
