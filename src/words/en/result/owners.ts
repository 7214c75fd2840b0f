/** Whose the delays were: tables, sentences and the bar of the screen. */
export const owners = {
  title: 'Whose delay',
  /** Heads of columns. */
  names: {
    generator: 'generator',
    blocked: 'blocked',
    path: 'path',
    up: 'up',
    down: 'down',
    server: 'server',
    unknown: 'unknown',
  },
  /** While the run goes on, or where the clocks tell no directions. */
  network: 'network',
  all: (transport: string) => `${transport}, all answers`,
  slowest: (transport: string) => `${transport}, slowest 1 %`,
  explained:
    'Path: the least that the network takes. Up and down: what it took beyond that. Generator, blocked and server are not the network.',
  /** Of all that the network took. */
  inNetwork: 'in the network',
  /** Who held it, in a sentence. */
  held: {
    generator: 'in the generator',
    blocked: 'waiting for room in a socket',
    path: 'on the path itself',
    up: 'beyond that on the way up',
    down: 'beyond that on the way down',
    server: 'in the server',
    unknown: 'nobody knows where',
  },
  holding: (transport: string, parts: string) => `${transport}, the slowest 1 % of the answers: ${parts}.`,
  part: (share: string, where: string) => `${share} ${where}`,
  varies: (transport: string, up: string, down: string) =>
    `${transport}: up varies by ${up}, down by ${down} (p99, above the least of each direction).`,
  /** One-way delay as an interval, or as a point. */
  delay: (transport: string, up: string, down: string, basis: string) =>
    `${transport}, one way (p50): up ${up}, down ${down} (${basis}).`,
  between: (low: string, high: string) => `between ${low} and ${high}`,
  basis: {
    none: 'the clocks allow no more',
    sameClock: 'both ends read one clock',
    synchronised: 'both clocks are synchronised',
  },
  /** Beside the bar of the screen. */
  bar: 'slowest 1 %:',
};
