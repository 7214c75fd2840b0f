/** What is played in a simulated world. */
import type { NetworkOptions } from '../../src/net/memory/network.ts';
import type { Pace } from '../../src/session/schedule/pace.ts';
import type { Transport } from '../../src/units.ts';
import type { OwnClock } from './clocked.ts';
import type { World } from './world.ts';

export interface Scenario {
  readonly network?: NetworkOptions;
  readonly transport: Transport;
  readonly mode?: 'echo' | 'up' | 'down' | 'both';
  readonly flows?: number;
  /** null: a flood; 'closed': closed loop. */
  readonly rate: number | null | 'closed';
  readonly duration?: number;
  readonly count?: number;
  readonly warmup?: number;
  readonly lossThreshold?: number;
  /** How long answers are awaited after the last probe. */
  readonly patience?: number;
  readonly size?: number;
  readonly arrivals?: Pace['arrivals'];
  readonly seed?: number;
  /** When the server stands still, ns from the start. */
  readonly stall?: readonly [number, number];
  /** When the client does. */
  readonly clientStall?: readonly [number, number];
  readonly key?: Uint8Array;
  readonly serverBuffer?: number;
  /** Bytes that a stream holds between its ends. */
  readonly window?: number;
  /** The server's limit, probes/s. */
  readonly ceiling?: number;
  /** The server's own clock; it reads the network's where it is absent. */
  readonly clock?: OwnClock;
  /** The times of each probe are kept. */
  readonly perProbe?: boolean;
  /** Meddles with the world before the probes leave. */
  readonly meddle?: (world: World) => void;
}
