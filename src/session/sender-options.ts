/** What the client of an echo is given. */
import type { OffsetKnown } from '../measure/delay/known-offset.ts';
import type { Identity } from './identity.ts';
import type { PlainAnswers } from './plain/answers.ts';
import type { Pace } from './schedule/pace.ts';

export interface SenderOptions {
  /** As answers carry it; the probes themselves carry no direction flag. */
  readonly identity: Identity;
  readonly pace: Pace;
  /** Each client waits for its answer; `pace.rate` is ignored. */
  readonly closedLoop: boolean;
  readonly lossThreshold: number;
  /** ns after the last probe for which answers are awaited; the loss threshold where it is not said. */
  readonly patience?: number | undefined;
  readonly interval: number;
  readonly tcp: boolean;
  /** A plain echo server: answers are the probes themselves. */
  readonly plainEcho: boolean;
  /** The kernel tells when answers arrive. */
  readonly stamped?: boolean | undefined;
  /** Against which answers are held, with all their bytes; they come there instead of in batches. */
  readonly answers?: PlainAnswers | undefined;
  /** The server's program stamps arrivals when it reads them, which may be late. */
  readonly arrivalsUnsure?: boolean | undefined;
  /** What is known of the server's clock besides; nothing where it is absent. */
  readonly offset?: OffsetKnown | null | undefined;
  /** Each probe is a connection of its own: an end that is told is that of one connection. */
  readonly connecting?: boolean | undefined;
  /** The delays of each answer are kept. */
  readonly perProbe?: boolean | undefined;
  /** Name of an errno, for the counts of refused sends. */
  readonly errnoName: (errno: number) => string;
}
