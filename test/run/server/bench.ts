/** Servers for tests: each test has its own, and nothing of it stays behind. */
import { afterEach } from 'vitest';
import type { ServerEvent } from '../../../src/result/server-events.ts';
import { DEFAULT_LIMITS, type ServerLimits } from '../../../src/run/server/limits.ts';
import type { ServerOptions } from '../../../src/run/server/options.ts';
import { Server } from '../../../src/run/server/server.ts';
import { Control } from './client.ts';

export interface Bench {
  readonly serve: (changes?: Partial<ServerOptions>, limits?: Partial<ServerLimits>) => Promise<Server>;
  /** As {@link serve}, but from the build: the linux engine's threads are loaded from there. */
  readonly serveBuilt: Bench['serve'];
  readonly control: (server: Server) => Promise<Control>;
  /** Of the server that was started last. */
  readonly events: () => ServerEvent[];
}

export function bench(): Bench {
  const servers: Server[] = [];
  const controls: Control[] = [];
  let events: ServerEvent[] = [];
  afterEach(async () => {
    for (const one of controls.splice(0)) one.socket.destroy();
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  const starting =
    (from: () => Promise<typeof Server>): Bench['serve'] =>
    async (changes = {}, limits = {}) => {
      events = [];
      const told = events;
      const options = {
        addresses: ['127.0.0.1'],
        port: 0,
        engine: 'portable' as const,
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
      const server = await (await from()).start(options, (event) => told.push(event));
      servers.push(server);
      return server;
    };
  return {
    events: () => events,
    serve: starting(() => Promise.resolve(Server)),
    serveBuilt: starting(async () => {
      const built = new URL('../../../dist/run/server/server.js', import.meta.url).href;
      return ((await import(built)) as { Server: typeof Server }).Server;
    }),
    control: async (server) => {
      const opened = await Control.open(server.port);
      controls.push(opened);
      return opened;
    },
  };
}
