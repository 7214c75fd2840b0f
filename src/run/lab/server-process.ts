/** The lab's server, a child process in the first namespace: tells its port, and ends with the channel to its parent. */
import type { ServerEvent } from '../../result/events/server-events.ts';
import { ROUND_TRIPS } from '../client/generator/open-flows.ts';
import { EMBEDDED_LIMITS, type ServerLimits } from '../server/admission/limits.ts';
import type { EngineChoice, ServerOptions } from '../server/options.ts';
import { Server } from '../server/server.ts';
import type { GuestOptions } from './orders.ts';

export interface ToLabServer {
  readonly addresses: readonly string[];
  readonly port: number;
  readonly engine: EngineChoice;
  readonly controlPath: string;
  readonly guests: GuestOptions | null;
  /** See `LabOrder.sessions`. */
  readonly sessions: number;
  /** The command is ours, and waits for what is still to be loaded. */
  readonly early: boolean;
  /** ns that the link may take for one. */
  readonly roundTrip: number;
}
export type FromLabServer =
  | { readonly port: number }
  | { readonly failed: string }
  | { readonly event: ServerEvent };

// Ctrl-C and a closing terminal are the client's business; the run still wants this server's ledger.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));

const tell = (message: FromLabServer) => process.send?.(message);

process.once('message', ({ guests, roundTrip, ...asked }: ToLabServer) => {
  const options: ServerOptions = {
    ...asked,
    limits: overLink(guests?.limits ?? EMBEDDED_LIMITS, roundTrip),
    // Nobody but the lab's own command, or the relay, can reach these addresses, so the echo cannot be abused.
    echo: guests?.echo ?? true,
    echoAnyone: guests?.echo ?? true,
    busyPoll: guests?.busyPoll ?? true,
    key: guests?.key == null ? null : Buffer.from(guests.key, 'base64'),
    notice: guests?.notice ?? null,
    tool: guests?.tool ?? 'sockbench',
  };
  const emit = (event: ServerEvent) => tell({ event });
  Server.start(options, guests === null ? () => {} : emit).then(
    (server) => tell({ port: server.port }),
    (error: Error) => tell({ failed: error.message }),
  );
});

/** Whoever comes over the link has the time that it takes: a handshake is several round trips, and some packets are lost. */
const overLink = (limits: ServerLimits, roundTrip: number): ServerLimits => ({
  ...limits,
  roundTrip,
  handshake: limits.handshake + ROUND_TRIPS * roundTrip,
});
