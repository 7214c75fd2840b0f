/** Servers for tests: each test has its own, and nothing of it stays behind. */
import { afterEach } from 'vitest';
import type { ServerEvent } from '../../../src/result/events/server-events.ts';
import { DEFAULT_LIMITS, type ServerLimits } from '../../../src/run/server/admission/limits.ts';
import type { ServerOptions } from '../../../src/run/server/options.ts';
import { Server } from '../../../src/run/server/server.ts';
import { Control } from './client.ts';

export interface Bench {
  readonly serve: (changes?: Partial<ServerOptions>, limits?: Partial<ServerLimits>) => Promise<Server>;
  readonly control: (server: Server) => Promise<Control>;
  /** Of the server that was started last. */
  readonly events: () => ServerEvent[];
}

/** @param engine `linux`: servers come from the build, as the threads of that engine do */
export function bench(engine: 'portable' | 'linux' = 'portable'): Bench {
  const servers: Server[] = [];
  const controls: Control[] = [];
  let events: ServerEvent[] = [];
  afterEach(async () => {
    for (const one of controls.splice(0)) one.socket.destroy();
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  const serve: Bench['serve'] = async (changes = {}, limits = {}) => {
    events = [];
    const told = events;
    const options = {
      addresses: ['127.0.0.1'],
      port: 0,
      engine,
      limits: { ...DEFAULT_LIMITS, ...limits },
      echo: false,
      echoAnyone: false,
      busyPoll: false,
      key: null,
      notice: null,
      controlPath: null,
      tool: 'sockbench test',
      ...changes,
    };
    const from =
      engine === 'linux'
        ? await built<typeof import('../../../src/run/server/server.ts')>('run/server/server.js')
        : { Server };
    const server = await from.Server.start(options, (event) => told.push(event));
    servers.push(server);
    return server;
  };
  return {
    events: () => events,
    serve,
    control: async (server) => {
      const opened = await Control.open(server.port);
      controls.push(opened);
      return opened;
    },
  };
}

/** A module as it was built. */
export const built = async <T>(path: string): Promise<T> =>
  (await import(new URL(`../../../dist/${path}`, import.meta.url).href)) as T;
