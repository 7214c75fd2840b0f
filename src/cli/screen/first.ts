/** The first frame of a run's screen, drawn before the process that draws is there; over a lab, before the lab is. */
import { firstFrame } from '../../present/live/first-frame.ts';
import { ENTER, LEAVE } from '../../present/live/terminal/terminal.ts';
import { sizeOf } from '../../present/terminal/size.ts';
import type { RunSpec } from '../../result/spec.ts';
import type { CliContext } from '../context.ts';
import { SCREEN_VARIABLE } from './taken-over.ts';

/** On the alternate screen. @param inLab there are keys that change the link */
export function drawFirst(spec: RunSpec, inLab: boolean, { words, env, stdout }: CliContext): void {
  const offers = { canTurn: inLab && spec.impairment !== null, canSave: true };
  stdout.write(firstFrame({ words, env, spec, offers }, sizeOf(stdout)));
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Before the lab.
 * @param left what else is to be done before a signal ends this process, where nobody has other plans for it
 * @returns what is called at the end: a screen that the command inside did not come to see is left
 */
export function openFirst(
  spec: RunSpec,
  context: CliContext,
  left: () => Promise<void>,
): (seen: boolean) => void {
  context.stdout.write(ENTER);
  drawFirst(spec, true, context);
  process.env[SCREEN_VARIABLE] = 'on';
  const end = (seen: boolean): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    delete process.env[SCREEN_VARIABLE];
    if (!seen) context.stdout.write(LEAVE);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > 1) return;
    end(false);
    void left().finally(() => process.kill(process.pid, signal));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return end;
}
