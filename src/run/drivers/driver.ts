/** A thread that comes so much later than it wanted to (ns) stood still: the machine, or somebody, held it. */
export const STOOD = 100e6;

/** What runs an engine on a port: event-driven for ports that notify, polling for ports that block. */
export interface Driver {
  start(): void;
  stop(): void;
  /** Something changed that is neither an arrival nor a deadline: look again. */
  wake(): void;
  /** Time spent moving probes, spinning and sleeping excluded, ns. */
  readonly worked: number;
}
