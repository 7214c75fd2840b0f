/** A thread of the linux port: one session's flows at a time. */
import { parentPort } from 'node:worker_threads';
import { isKernel, openKernel } from '../../net/linux/kernel.ts';
import { LinuxPort } from '../../net/linux/port.ts';
import { PollingDriver } from '../drivers/polling.ts';
import { collectGarbage } from '../garbage.ts';
import { isFlood } from './flow-engine.ts';
import type { FromFlows, PlainPlan, ToFlows } from './flows-messages.ts';
import { PortFlows } from './port-flows.ts';

/** How often counts go to the server's thread, which reports each second. */
const COUNTS_MS = 200;

const thread = parentPort!;
const tell = (message: FromFlows) => thread.postMessage(message);
const kernel = await openKernel();
let flows: PortFlows<number> | undefined;
let reporting: NodeJS.Timeout | undefined;

function begin(plan: PlainPlan): void {
  if (!isKernel(kernel)) throw new Error(`${kernel.obstacle}: ${kernel.detail}`);
  const { hello } = plan;
  const timestamps = hello.transport === 'udp' && !isFlood(plan);
  flows = new PortFlows(
    {
      ...plan,
      stray: (message, from) => tell({ type: 'stray', message, from }),
      done: () => tell({ type: 'done' }),
      // Of a thread it is seen from outside.
      failed: () => {},
    },
    {
      port: (clock) => new LinuxPort({ kernel, clock, timestamps, busyPoll: hello.busyPoll }),
      driver: (port, engine, clock, stampAt) => new PollingDriver(port, engine, clock, stampAt),
    },
  );
  reporting = setInterval(() => tell({ type: 'counts', counts: flows!.counts() }), COUNTS_MS);
}

async function take(message: ToFlows): Promise<void> {
  if (message.type === 'begin') begin(message.plan);
  else if (message.type === 'open') {
    const { flow, remote, local, open } = message;
    const failure = await flows!.openDatagrams(flow, remote, local, open).then(
      () => null,
      (error: Error) => error.message,
    );
    tell({ type: 'opened', flow, failure });
  } else if (message.type === 'adopt') {
    const { flow, fd, remote, open, rest } = message;
    flows!.adopt(flow, fd, remote, open, rest);
  } else if (message.type === 'start') flows!.start();
  else if (message.type === 'close') {
    const ledger = await flows!.close();
    tell({ type: 'ledger', ledger, counts: flows!.counts() });
  } else {
    clearInterval(reporting);
    await flows?.end();
    flows = undefined;
    collectGarbage();
    tell({ type: 'ended' });
  }
}

thread.on('message', (message: ToFlows) => void take(message));
