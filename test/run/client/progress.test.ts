import { expect, it } from 'vitest';
import { Progress } from '../../../src/run/client/progress.ts';
import type { ServerSnapshot } from '../../../src/wire/control.ts';

const part = (sent: number, received: number) =>
  ({ type: 'snapshot', sent, received, packed: null }) as const;

it('counts of all generators, and those half way between the reports around what the server said', () => {
  const progress = new Progress();
  progress.take([part(10, 8), part(20, 18)], undefined);
  expect(progress).toMatchObject({ sent: 30, received: 26, heard: { sent: 0, received: 0 } });
  const said = { received: 40 } as ServerSnapshot;
  progress.take([part(20, 18), part(30, 28)], said);
  expect(progress).toMatchObject({ sent: 50, received: 46, heard: { sent: 40, received: 36 } });
  progress.take([part(30, 28), part(40, 38)], said);
  expect(progress).toMatchObject({ sent: 70, received: 66, heard: { sent: 40, received: 36 } });
});
