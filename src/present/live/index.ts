/**
 * The live screens' entry. Load it with `await import()` only: it brings Ink and React, which runs without a screen never pay for.
 */
import type { RunEvent } from '../../result/events.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { RunSpec } from '../../result/spec.ts';
import type { Language, Words } from '../../words/index.ts';

/** What the keys of a screen can ask of the run. A measurement is changed by nothing else here. */
export interface DashboardControl {
  /** `q` or Ctrl-C: end the run now; its result so far arrives as the last event. May be called more than once. */
  stop(): void;
  /** The lab: change the link while it runs. Absent: the keys for it are not offered. */
  setImpairment?: ((impairment: Impairment) => void) | undefined;
  /** `s`: save what is known so far; the name of the file written. Absent: the key is not offered. */
  save?: (() => Promise<string>) | undefined;
}

export interface ScreenOptions {
  readonly words: Words;
  readonly language: Language;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface DashboardOptions extends ScreenOptions {
  readonly spec: RunSpec;
  readonly control: DashboardControl;
  /** Seconds for which the finished picture stays (any key ends it sooner); default: 20 for `compare`, else 0. */
  readonly hold?: number;
}

export interface Dashboard {
  /** Takes an event; cheap: nothing is drawn here. After the `result` event the screen ends by itself. */
  push(event: RunEvent): void;
  /** The terminal is as it was found, and standard output is free for the summary. Never rejects. */
  readonly ended: Promise<void>;
  /** Leaves the screen now, whatever it shows. */
  close(): void;
  /** The last picture as lines for the normal screen buffer, to print before the summary. */
  picture(): readonly string[];
}

export function startDashboard(_options: DashboardOptions): Dashboard {
  return { push: () => {}, ended: Promise.resolve(), close: () => {}, picture: () => [] };
}
