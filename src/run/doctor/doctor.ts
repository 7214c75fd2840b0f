/** Everything that `sockbench doctor` looks at, in the order in which it is told. */
import type { Finding } from './finding.ts';
import { loopbackFindings } from './loopback.ts';
import { bufferFindings, coresFinding, dropsFinding, openFilesFinding } from './system.ts';
import { clockFinding, timerFinding } from './time.ts';
import { ffiFinding, labFinding, namespacesFinding, tunFinding } from './trials.ts';

/** Takes a second or so; nothing runs beside the measurements. */
export async function* examine(): AsyncGenerator<Finding> {
  yield coresFinding();
  yield clockFinding();
  yield await timerFinding();
  yield* await loopbackFindings();
  yield* await bufferFindings();
  yield openFilesFinding();
  yield dropsFinding();
  yield await ffiFinding();
  yield namespacesFinding();
  yield tunFinding();
  yield await labFinding();
}
