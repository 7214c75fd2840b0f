/** Whether a task is done here: its owner's limits, then where its target's name leads, which is where the run then goes. */
import { SockbenchError } from '../../errors.ts';
import { showAddress } from '../../net/failure.ts';
import { resolveTarget } from '../../run/client/plan/resolve.ts';
import type { Failure, Task } from '../protocol/messages.ts';
import { type Allowance, allowsTarget, notAllowed } from './allowance.ts';

/**
 * The task with an address in place of the name: who answers for a name could else answer otherwise the second time.
 * @throws SockbenchError `not-allowed`, or where the name leads nowhere
 */
export async function admitted({ targets, flood }: Allowance, task: Task): Promise<Task> {
  const target = task.spec.target!;
  const address = await resolveTarget(target, task.spec.family);
  if (!allowsTarget(targets, target, address)) {
    const { code, operation, details } = notAllowed('target', {
      address: showAddress({ address: target.host, port: target.port }),
    });
    throw new SockbenchError(code as 'not-allowed', operation, details);
  }
  const ownNetwork = task.spec.ownNetwork && flood;
  return { ...task, spec: { ...task.spec, target: { ...target, host: address }, ownNetwork } };
}

/** A load that the coordinator consents to, and this machine's owner does not. */
export const asRefused = (failure: Failure, asked: Task): Failure =>
  failure.code === 'own-network' && asked.spec.ownNetwork ? notAllowed('flood') : failure;
