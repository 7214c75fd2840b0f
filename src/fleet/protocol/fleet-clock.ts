/** What a machine of a fleet says of its clock: those that read the same one find out by a name that the fleet hashes. */
import { createHash } from 'node:crypto';
import { clockWord } from '../../run/clock-word.ts';
import type { ClockWord } from '../../wire/control.ts';
import { BUS_VERSION } from './names.ts';

/** @param epoch machineNow() at time zero */
export function fleetClock(epoch: bigint, fleet: string): ClockWord {
  const salt = createHash('sha256').update(`sockbench fleet ${BUS_VERSION} ${fleet}`).digest('hex');
  return clockWord(epoch, salt.slice(0, 16));
}
