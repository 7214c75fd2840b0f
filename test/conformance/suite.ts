/** What every port promises (src/net/port.ts), tried on a port of any kind. */
import { afterEach, beforeEach, describe } from 'vitest';
import type { PortBench } from './bench.ts';
import { carriesProbes } from './carrying.ts';
import { keepsToItsEdges } from './ending.ts';

/** @param make a fresh port in a fresh world for each test */
export function portConformance(name: string, make: () => PortBench | Promise<PortBench>): void {
  describe(`${name} keeps the contract of a port`, () => {
    let bench: PortBench;
    beforeEach(async () => {
      bench = await make();
    });
    afterEach(() => bench.close());
    carriesProbes(() => bench);
    keepsToItsEdges(() => bench);
  });
}
