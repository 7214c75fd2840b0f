/** The far end of the link of a chat: what arrives over TCP goes on to the host's Unix socket, connection by connection. */
import { connect, createServer } from 'node:net';
import { join } from '../../lab/relay/paths.ts';
import { PORT } from '../../lab/server-word.ts';

const host = process.argv[2]!;
for (const signal of ['SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});

createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
  join(socket, connect({ path: host, allowHalfOpen: true })),
).listen(PORT, '0.0.0.0');
