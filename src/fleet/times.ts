/** How often a fleet speaks, and how long it waits, ns. */

/** Between two orders to an agent while a run is prepared or handed over, and while it runs. */
export const ORDER_SOON = 250e6;
export const ORDER_EVERY = 1e9;
/** An agent speaks at least so often; while it tells what it measures, how it is itself less often. */
export const REPORT_EVERY = 1e9;
export const STATE_EVERY = 4e9;
/** Between two answers to calls. */
export const ANSWER_EVERY = 100e6;
/** An agent that has heard nothing of its coordinator for so long stops by itself: within ten seconds of its death. */
export const DESERTED = 8e9;
/** An agent that has said nothing for so long is lost; longer than a broker is away, and than agents wait. */
export const LOST_AFTER = 10e9;
/** How long an agent keeps what it has measured for a coordinator that does not fetch it. */
export const KEPT = 60e9;
/** From the order to begin to the instant: enough for a few repetitions. */
export const LEAD = 1e9;
/** A coordinator listens so long whether another one has the name. */
export const CLAIM = 600e6;
/** Whoever comes within this time of the last one is waited for before somebody is found to be missing. */
export const SETTLED = 2e9;
/** Exchanges that tell of a clock before it is relied on, how well it then is to be known (±), and how long that may take. */
export const LEAST_EXCHANGES = 5;
export const WELL_KNOWN = 200e3;
export const MOST_CLOCK = 3e9;
/** How long agents may prepare: an address may be silent for ten seconds, sixteen processes share two cores. */
export const PREPARING = 30e9;
