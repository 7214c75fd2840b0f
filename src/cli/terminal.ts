/** What the terminal on the other side wants. */
import type { CliContext } from './context.ts';

/** What a screen gets: it reads its colours from the environment, so `--no-color` becomes NO_COLOR. */
export const forScreen = (option: boolean | undefined, context: CliContext): CliContext =>
  option === false ? { ...context, env: { ...context.env, NO_COLOR: '1' } } : context;

/** Whether text can be put at places: a terminal, and not one of the dumb kind. */
export const canDraw = ({ stdout, env }: CliContext): boolean =>
  stdout.isTTY === true && env['TERM'] !== 'dumb';

/** Colours: not with --no-color, nor into a file or pipe; NO_COLOR and FORCE_COLOR as everywhere. */
export function colorWanted(
  option: boolean | undefined,
  stream: NodeJS.WriteStream,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (option === false) return false;
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}
