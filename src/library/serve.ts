/** A server for a program: our own, with its limits; its events as they come. */
import type { ServerEvent } from '../result/events/server-events.ts';
import { EventQueue } from '../run/client/queue.ts';
import { DEFAULT_LIMITS, type ServerLimits } from '../run/server/admission/limits.ts';
import { startServer } from '../run/server/process/start.ts';
import { VERSION } from './version.ts';

export interface ServeRequest {
  /** Local addresses to listen on; loopback where nothing is said. `0.0.0.0` and `::` are all. */
  readonly addresses?: readonly string[];
  /** 0, or nothing: any free port. */
  readonly port?: number;
  readonly engine?: 'auto' | 'portable' | 'linux';
  /** Pre-shared key (at least 16 bytes) that clients must prove. */
  readonly key?: Uint8Array;
  /** A plain echo (RFC 862) for callers that are not ours; over UDP on loopback alone. */
  readonly echo?: boolean;
  /** Said to everyone who connects. */
  readonly notice?: string;
  /** Those of the command line where nothing is said. */
  readonly limits?: Partial<ServerLimits>;
  /** Stops it. */
  readonly signal?: AbortSignal;
}

/** `for await` over it tells who comes and goes. */
export interface ServerHandle extends AsyncIterable<ServerEvent> {
  readonly port: number;
  /** Tells every client, closes every socket. */
  stop(): Promise<void>;
}

/** @throws SockbenchError where it cannot listen */
export async function serve(request: ServeRequest = {}): Promise<ServerHandle> {
  const { addresses, port, engine, key, echo, notice, limits, signal } = request;
  const events = new EventQueue<ServerEvent>();
  const server = await startServer(
    {
      addresses: addresses ?? ['127.0.0.1'],
      port: port ?? 0,
      engine: engine ?? 'auto',
      limits: { ...DEFAULT_LIMITS, ...limits },
      echo: echo === true,
      echoAnyone: false,
      busyPoll: false,
      key: key ?? null,
      notice: notice ?? null,
      controlPath: null,
      tool: `sockbench ${VERSION}`,
    },
    (event) => events.push(event),
  );
  const stop = async (): Promise<void> => {
    signal?.removeEventListener('abort', stopping);
    await server.stop();
    events.end();
  };
  const stopping = (): void => void stop();
  signal?.addEventListener('abort', stopping, { once: true });
  if (signal?.aborted === true) await stop();
  server.ended.then(
    () => events.end(),
    () => events.end(),
  );
  return { port: server.port, stop, [Symbol.asyncIterator]: () => events[Symbol.asyncIterator]() };
}
