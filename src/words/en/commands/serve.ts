/** `sockbench serve`: help, what it prints, and how its sessions end. */
import { typed } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';

const { counted, number } = numbersIn('en');

export const serve = {
  description: 'TCP and UDP server on one port, for many clients at once',
  examples: `Examples:
  ${typed('serve --lan')}                          a server for the class
  ${typed('serve --port 0 --bind 192.168.0.7')}    one address, any free port
  ${typed('serve --lan --key-file class.key')}     only for those who have the key
  ${typed('serve --echo')}                         answer any echo client too (RFC 862)`,
  port: 'port to listen on, TCP and UDP; 0: any free port',
  bind: 'local address to listen on; repeatable',
  lan: 'listen on all interfaces, IPv4 and IPv6',
  echo: 'answer callers that are not sockbench as a plain echo server (UDP: on loopback only)',
  busyPoll: 'let clients ask for answers without sleep, which takes a whole core each',
  engine: 'how probes are answered: auto, portable or linux',
  keyFile: 'file with a pre-shared key that clients must have (or SOCKBENCH_KEY)',
  ui: 'auto, dashboard, text or none',
  lang: 'en or pt-BR',
  noColor: 'no colours',
  json: 'events as JSON lines on standard output',
  output: 'save what the class measured, as JSON',
  html: 'the same as one HTML page',
  force: 'overwrite files that are there',
  maxSessions: 'sessions at once',
  maxSessionsPerAddress: 'sessions at once from one address',
  maxPending: 'connections from one address that are no session yet',
  maxClients: 'flows of one session',
  maxRate:
    'packets per second of one session (a large probe is several), each direction; floods are then paced to it',
  maxBitrate: 'payload bits per second of one session, each direction; floods are then paced to it',
  maxBuffer: 'socket buffer that a client may ask for',
  maxSessionMemory: 'memory in which one session, and one address, keeps which probes arrived (one bit each)',
  maxBytes: 'payload bytes of one session',
  maxSize: 'bytes of a probe',
  maxDuration: 'longest run',
  idleTimeout: 'end a session that sends nothing for so long',
  handshakeTimeout: 'hang up on a connection that does not say by then what it wants',
  maxMemory: 'memory of the server above which no session is admitted; a quarter more ends the largest',
  allowed: {
    port: 'a port from 0 to 65535',
    count: 'a whole number from 1',
    bytes: 'bytes such as 10M or 1Gi',
    bits: 'bits per second such as 10M',
    time: 'a time such as 500ms, 10s or 2m',
    address: 'an IP address of this machine',
    engine: 'one of auto, portable, linux',
    ui: 'one of auto, dashboard, text, none',
    linuxOnly: 'only the linux engine spins instead of sleeping',
    lanOrBind: '--lan listens on all addresses, --bind on the ones given',
  },
  listening: (port: number) => `sockbench serves TCP and UDP on port ${port}.`,
  only: (address: string) =>
    `Only programs on this machine can reach it (${address}). For others: ${typed('serve --lan')}`,
  tell: 'Tell the others to run, for example:',
  stop: 'Ctrl-C ends it.',
  echoOn: 'It also answers as a plain echo server (UDP only on loopback).',
  started: (address: string, what: string) => `${address}: started ${what}`,
  ended: (address: string, what: string, how: string, figures: string) =>
    `${address}: ended ${what} (${how}); ${figures}`,
  refused: (address: string, reason: string) => `${address}: refused: ${reason}`,
  more: (count: number) => `(and ${number(count)} more)`,
  what: (transport: string, mode: string, clients: number, size: number) =>
    `${transport} ${mode}, ${counted(clients, 'client', 'clients')}, ${counted(size, 'byte', 'bytes')}`,
  figures: (received: number, sent: number, loss: string | null, overLimit: number) =>
    `${number(received)} received, ${number(sent)} sent${loss === null ? '' : `, ${loss} missing`}${overLimit === 0 ? '' : `, ${number(overLimit)} over the limit`}`,
  reasons: {
    done: 'done',
    gone: 'the client is gone',
    silent: 'the client fell silent',
    limit: 'a limit was reached',
    stopped: 'the server was stopped',
    failed: 'failed',
  },
  stopped: 'The server was stopped.',
};
