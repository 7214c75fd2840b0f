/** The launcher's talk with the link process: order, go, signals, and how it ended. */
import type { ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { SockbenchError } from '../../errors.ts';
import type { ErrorCode } from '../../words/index.ts';
import { heardOut } from './heard-out.ts';
import type { Captures } from './link/captures.ts';
import type { LabOptions } from './options.ts';
import type { FromLinkProcess, LabOrder, Loss, ToLinkProcess } from './orders.ts';
import { APART } from './stdio.ts';

/** Status of a command that was taken down. */
export const TAKEN_DOWN = 130;

export const onTerminal = (): boolean => process.stdin.isTTY === true;

/** From the order to the command's end. @returns its status, see `launchLab` */
export function supervise(
  child: ChildProcess,
  order: LabOrder,
  options: LabOptions,
  captures: Captures,
): Promise<number> {
  const tell = (message: ToLinkProcess) => {
    if (child.connected) child.send(message);
  };
  let stands = false;
  const forget =
    options.detached === true || options.apart !== undefined
      ? () => {}
      : forwardSignals(
          (signal) => tell({ type: 'signal', signal }),
          () => stands,
        );
  options.apart?.(child.stdio[APART.fd] as Duplex);
  // The link process ends with its channel, and everything inside with it.
  const takeDown = (): void => {
    if (child.connected) child.disconnect();
  };
  options.signal?.addEventListener('abort', takeDown, { once: true });
  if (options.signal?.aborted === true) takeDown();
  return new Promise<number>((resolve, reject) => {
    let outcome: number | SockbenchError = new SockbenchError('lab-failed', 'start', {
      reason: 'the link process ended',
    });
    child.on('message', (message: FromLinkProcess) => {
      if (message.type === 'ready') {
        stands = true;
        outcome = new SockbenchError('lab-ended', 'run', { part: 'link' });
        captures.begin().then(() => {
          options.ready?.(message.addresses, message);
          tell({ type: 'go' });
        }, giveUp);
      } else if (message.type === 'event') options.event?.(message.event);
      else if (message.type === 'server-ended') options.serverEnded?.(message.how);
      else if (message.type === 'exit') outcome = told(message, options);
      else outcome = errorFrom(message);
    });
    const giveUp = (error: SockbenchError) => {
      outcome = error;
      child.disconnect();
    };
    child.once('error', reject);
    const settle = (): void => {
      if (options.signal?.aborted === true) resolve(TAKEN_DOWN);
      else if (typeof outcome === 'number') resolve(outcome);
      else reject(outcome);
    };
    child.once('exit', () => void heardOut(child).then(settle));
    tell({ type: 'order', order });
  }).finally(() => {
    options.signal?.removeEventListener('abort', takeDown);
    forget();
  });
}

/** What there is to tell beside the status. @returns the status */
function told(exit: Extract<FromLinkProcess, { type: 'exit' }>, options: LabOptions): number {
  if (exit.signal !== null) options.killed?.(exit.signal);
  if (exit.overrun > 0) options.overrun?.(exit.overrun);
  for (const loss of exit.losses) options.lost?.(errorFrom(loss));
  return exit.status;
}

const errorFrom = ({ code, operation, details }: Loss): SockbenchError =>
  new SockbenchError(code as ErrorCode, operation, details);

/**
 * The launcher outlives its command.
 * @param heard the command is there: what comes from the terminal reaches it without help
 * @returns what undoes it
 */
function forwardSignals(forward: (signal: NodeJS.Signals) => void, heard: () => boolean): () => void {
  const fromTerminal = (signal: NodeJS.Signals) =>
    heard() && onTerminal() && (signal === 'SIGINT' || signal === 'SIGQUIT');
  const listener = (signal: NodeJS.Signals) => {
    if (!fromTerminal(signal)) forward(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
