import { expect, it } from 'vitest';
import { LAB_VARIABLE, readEnvironment } from '../../../src/run/lab/environment.ts';

it('a variable that no lab has set is said to be none, and no mistake of ours', () => {
  expect(readEnvironment({})).toBeUndefined();
  expect(readEnvironment({ [LAB_VARIABLE]: '' })).toBeUndefined();
  for (const text of ['garbage', '{}', '[1]', '{"host":7}'])
    expect(() => readEnvironment({ [LAB_VARIABLE]: text })).toThrow(
      'SOCKBENCH_LAB holds nothing that a lab of this version has set.',
    );
});
