import { describe, it } from 'vitest';
import { realBench } from '../../conformance/real.ts';
import { portConformance } from '../../conformance/suite.ts';
import { kernel, newPort } from './support.ts';

if (kernel !== undefined) portConformance('the linux port', () => realBench(newPort()));
else
  describe('the linux port', () =>
    it.skip('no kernel calls on this machine (the reason is printed)', () => {}));
