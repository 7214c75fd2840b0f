/** A thread of the linux port: one session's flows at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { Descriptors } from '../../../net/linux/kernel/descriptors.ts';
import { isKernel, openKernel } from '../../../net/linux/kernel/kernel.ts';
import { LinuxPort } from '../../../net/linux/port.ts';
import type { Ended } from '../../../wire/control.ts';
import { server as says } from '../../../words/en/server.ts';
import { PollingDriver } from '../../drivers/polling.ts';
import { collectGarbage } from '../../garbage.ts';
import { arrivalsStamped } from './flow-engine.ts';
import type { FromFlows, PlainPlan, ToFlows } from './flows-messages.ts';
import { PortFlows } from './port-flows.ts';

/** How often counts go to the server's thread, which reports each second. */
const COUNTS_MS = 200;

const thread = parentPort!;
const tell = (message: FromFlows) => thread.postMessage(message);
const kernel = await openKernel();
if (isKernel(kernel)) kernel.descriptors = new Descriptors(workerData as SharedArrayBuffer);
let flows: PortFlows<number> | undefined;
let reporting: NodeJS.Timeout | undefined;

/** Without descriptors there is no port: that session is refused. */
function begin(plan: PlainPlan): void {
  try {
    flows = flowsOf(plan);
  } catch (error) {
    const sentence = says.notBegun({ reason: (error as Error).message });
    tell({ type: 'failed', sentence, lost: true });
    return;
  }
  const counted = flows;
  reporting = setInterval(
    () => tell({ type: 'counts', counts: counted.counts(), goodput: counted.goodput() }),
    COUNTS_MS,
  );
}

function flowsOf(plan: PlainPlan): PortFlows<number> {
  if (!isKernel(kernel)) throw new Error(`${kernel.obstacle}: ${kernel.detail}`);
  const { hello } = plan;
  const timestamps = arrivalsStamped(plan);
  return new PortFlows(
    {
      ...plan,
      stray: (message, from) => tell({ type: 'stray', message, from }),
      done: () => tell({ type: 'done' }),
      // Of a thread it is seen from outside.
      failed: () => {},
      fault: (error) => {
        throw error;
      },
    },
    {
      kernel,
      port: (clock) => new LinuxPort({ kernel, clock, timestamps, busyPoll: hello.busyPoll }),
      driver: (port, engine, clock, stampAt) => new PollingDriver(port, engine, clock, stampAt),
    },
  );
}

async function take(message: ToFlows): Promise<void> {
  if (message.type === 'begin') begin(message.plan);
  else if (message.type === 'open') await openDatagrams(message);
  else if (message.type === 'adopt') adopt(message);
  else if (message.type === 'start') flows?.start();
  else if (message.type === 'close') await close(message.ended);
  else await end();
}

async function openDatagrams({
  flow,
  remote,
  local,
  open,
}: Extract<ToFlows, { type: 'open' }>): Promise<void> {
  try {
    await flows?.openDatagrams(flow, remote, local, open);
    tell({ type: 'opened', flow, failure: flows === undefined ? 'there is no session' : null });
  } catch (error) {
    tell({ type: 'opened', flow, failure: (error as Error).message });
  }
}

/** What cannot be adopted ends its session and no other: the thread goes on. */
function adopt({ flow, fd, remote, open, rest }: Extract<ToFlows, { type: 'adopt' }>): void {
  if (flows === undefined) {
    if (isKernel(kernel)) kernel.close(fd);
    return;
  }
  try {
    flows.adopt(flow, fd, remote, open, rest);
  } catch (error) {
    const sentence = says.notOpened({ flow, reason: (error as Error).message });
    tell({ type: 'failed', sentence, lost: false });
  }
}

async function close(ended: Ended): Promise<void> {
  const closing = flows;
  const ledger = await closing?.close(ended);
  // The session may have ended meanwhile, and the thread may have the next one.
  if (ledger !== undefined && closing === flows) tell({ type: 'ledger', ledger, counts: closing!.counts() });
}

async function end(): Promise<void> {
  clearInterval(reporting);
  const ending = flows;
  flows = undefined;
  await ending?.end();
  collectGarbage();
  tell({ type: 'ended' });
}

thread.on('message', (message: ToFlows) => void take(message));
tell({ type: 'ready' });
