/** What the terminal on the other side wants. */

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
