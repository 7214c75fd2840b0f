/** What a client of one-way streams is made from. */
import type { Identity } from '../identity.ts';
import type { Pace } from '../schedule/pace.ts';

export interface StreamOptions {
  /** `flags` as arriving probes carry them. */
  readonly identity: Identity;
  readonly pace: Pace;
  readonly up: boolean;
  readonly down: boolean;
  readonly tcp: boolean;
  readonly lossThreshold: number;
  readonly interval: number;
  readonly errnoName: (errno: number) => string;
}
