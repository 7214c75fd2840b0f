/** The lab's server, a child process in the first namespace: tells its port, and ends with the channel to its parent. */
import { EMBEDDED_LIMITS } from '../server/limits.ts';
import type { EngineChoice } from '../server/options.ts';
import { Server } from '../server/server.ts';

export interface ToLabServer {
  readonly addresses: readonly string[];
  readonly port: number;
  readonly engine: EngineChoice;
  readonly controlPath: string;
  readonly notice: string | null;
}
export type FromLabServer = { readonly port: number } | { readonly failed: string };

// Ctrl-C and a closing terminal are the client's business; the run still wants this server's ledger.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));

const tell = (message: FromLabServer) => process.send?.(message);

process.once('message', (asked: ToLabServer) => {
  const options = {
    ...asked,
    limits: EMBEDDED_LIMITS,
    // Nobody but the lab's own client can reach these addresses, so the echo cannot be abused.
    echo: true,
    echoAnyone: true,
    key: null,
    tool: 'sockbench',
  };
  Server.start(options, () => {}).then(
    (server) => tell({ port: server.port }),
    (error: Error) => tell({ failed: error.message }),
  );
});
