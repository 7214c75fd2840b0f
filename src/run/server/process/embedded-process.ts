/** The process of the embedded server: listens on loopback, tells its port, and ends with the channel to its parent. */
import { tidyNoMore } from '../../garbage.ts';
import { EMBEDDED_LIMITS } from '../admission/limits.ts';
import { Server } from '../server.ts';
import type { FromEmbedded, ToEmbedded } from './embedded-messages.ts';

// Ctrl-C and a closing terminal reach the whole group; the run still wants its ledger, and ends this process itself.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));

const tell = (message: FromEmbedded) => process.send?.(message);

process.once('message', ({ host, engine, caller, sessions }: ToEmbedded) => {
  const options = {
    addresses: [host],
    port: 0,
    engine,
    early: true,
    sessions,
    limits: EMBEDDED_LIMITS,
    echo: false,
    echoAnyone: false,
    busyPoll: true,
    key: null,
    notice: null,
    controlPath: null,
    caller,
    tool: 'sockbench',
  };
  Server.start(options, () => {}).then(
    (server) => {
      tidyNoMore();
      tell({ port: server.port });
    },
    (error: Error) => tell({ failed: error.message }),
  );
});
