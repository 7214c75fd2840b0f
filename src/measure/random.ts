/** A small reproducible generator (sfc32, Chris Doty-Humphrey, PractRand): uniform in [0, 1), 32 bits. */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed >>> 0;
  let counter = Math.floor(seed / 2 ** 32) + 1;
  const next = (): number => {
    const mixed = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + mixed) >>> 0;
    return mixed / 2 ** 32;
  };
  // The first outputs still show the seed.
  for (let round = 0; round < 15; round++) next();
  return next;
}
