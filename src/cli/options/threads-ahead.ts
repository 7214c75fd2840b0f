/** What a line of words will want threads for, as far as it can be seen before it is understood. Pure; loads nothing. */

/** As in impairment.ts, which loads more than a thread's start can wait for. */
const LINK =
  /^--(loss|burst-loss|drop|delay|jitter|jitter-shape|jitter-time|reorder|duplicate|corrupt|bandwidth|queue|aqm|ecn|profile)(=|$)/;

/**
 * A thread takes as long to start as the command takes to be understood: both at once. Behind a link that is still to be
 * made it is the command inside that needs them.
 * @returns how many; a wrong guess costs some work, and nothing else
 */
export function threadsFor(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): number {
  const [command] = argv;
  const measures = command === 'udp' || command === 'tcp' || command === 'compare';
  // They load the linux engine, which somebody may have reasons not to want.
  const portable = argv.some((word) => word.endsWith('portable'));
  const made = env['SOCKBENCH_LAB'] !== undefined || !argv.some((word) => LINK.test(word));
  if (!measures || !made || portable || argv.includes('--help') || argv.includes('-h')) return 0;
  return command === 'compare' ? 2 : 1;
}
