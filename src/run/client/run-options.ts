/** What a run is given beside its spec. */
import type { LabClient } from '../lab/link/client.ts';
import type { Concert } from './concert.ts';

export interface RunOptions {
  readonly version: string;
  /** The command line, for the result. */
  readonly command: readonly string[];
  /** Where a screen reads the generators' reports (report-ring.ts); null: none is drawn, which the result says. */
  readonly reports: number | null;
  /** Nothing that counts is sent before: what a screen loads is in nobody's figures. */
  readonly untilShown?: Promise<void> | undefined;
  readonly key: Uint8Array | null;
  /** Who this is, for the screen of the server. */
  readonly name?: string;
  readonly lab: LabClient | undefined;
  /** The process goes on after the run. */
  readonly lasting?: boolean;
  /** It is one of several runs that are summed up as one. */
  readonly concert?: Concert;
  /** Tells how full the lab's queues are, also where no screen is drawn. */
  readonly queue?: boolean;
  /** Something that the server says to everyone who connects. */
  readonly onNotice?: (text: string) => void;
  readonly onProgress?: (connected: number, of: number) => void;
}
