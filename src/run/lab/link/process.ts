/**
 * The link process, first in its own user, network and process namespaces: builds the link, starts the server on one
 * side and the command on the other, and carries the packets between them (in a thread of its own).
 * When it ends, the kernel ends everything that it started; and it ends with the channel to the launcher.
 */
import { rmSync } from 'node:fs';
import { constants } from 'node:os';
import { SockbenchError } from '../../../errors.ts';
import { Lab } from '../lab.ts';
import type { FromLinkProcess, LabOrder, ToLinkProcess } from '../orders.ts';

const tell = (message: FromLinkProcess): Promise<void> =>
  new Promise((resolve) => {
    if (process.connected) process.send!(message, undefined, {}, () => resolve());
    else resolve();
  });

/** The command gets what the terminal or the launcher sends; this process outlives it to tell how it ended. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});

let lab: Lab | undefined;
let order: LabOrder | undefined;
/** A signal that came before there was a lab. */
let asked: NodeJS.Signals | undefined;

async function run(order: LabOrder): Promise<void> {
  process.on('disconnect', () => {
    try {
      rmSync(order.directory, { recursive: true, force: true });
    } finally {
      // A folder that is mounted goes with this process.
      process.exit(1);
    }
  });
  try {
    lab = await Lab.build(order, (event) => void tell({ type: 'event', event }));
    if (asked !== undefined) lab.signal(asked);
    await tell({ type: 'ready', addresses: lab.addresses, environment: lab.environment, hidden: lab.hidden });
  } catch (error) {
    await fail(error);
  }
}

async function go(order: LabOrder): Promise<void> {
  try {
    void lab!.serverGone.then((how) => serverEnded(order, how));
    const { code, signal } = await lab!.run();
    const { overrun, losses } = await lab!.close();
    await tell({
      type: 'exit',
      overrun,
      losses: losses.map(({ code, operation, details }) => ({ code, operation, details })),
      signal,
      status: code ?? 128 + (signal === null ? 0 : constants.signals[signal]),
    });
    process.exit(0);
  } catch (error) {
    await fail(error);
  }
}

/** A command may go on without its server; guests have nothing without theirs. */
function serverEnded({ guests, server }: LabOrder, how: string): void {
  if (guests !== null) void fail(new SockbenchError('lab-ended', 'serve', { part: 'server' }));
  // A command that served and is done is no fault.
  else if (server === 'own' || how !== '0') void tell({ type: 'server-ended', how });
}

async function fail(error: unknown): Promise<void> {
  const known = error instanceof SockbenchError ? error : undefined;
  const reason = error instanceof Error ? error.message : String(error);
  await tell({
    type: 'failed',
    code: known?.code ?? 'lab-failed',
    operation: known?.operation ?? 'build',
    details: known?.details ?? { reason },
  });
  process.exit(1);
}

process.on('message', (message: ToLinkProcess) => {
  if (message.type === 'order') {
    order = message.order;
    void run(order);
  } else if (message.type === 'go') void go(order!);
  else if (lab === undefined) asked = message.signal;
  else lab.signal(message.signal);
});
