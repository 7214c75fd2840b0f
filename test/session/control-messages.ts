/** A hello, a grant and a ledger as they travel, for tests. */
import type { Grant, Hello, ServerLedger } from '../../src/wire/control.ts';
import { PROTOCOL_VERSION } from '../../src/wire/header.ts';

export const HELLO: Hello = {
  type: 'hello',
  version: PROTOCOL_VERSION,
  tool: 'sockbench test',
  nonce: '0123456789abcdef0123456789abcdef',
  transport: 'udp',
  mode: 'echo',
  clients: 1,
  size: 64,
  rate: 1000,
  duration: 1e9,
  warmup: 0,
  count: null,
  lossThreshold: 1e9,
  sendBuffer: null,
  receiveBuffer: null,
  congestionControl: null,
  dscp: null,
  nagle: false,
  busyPoll: false,
  engine: 'auto',
};

export const GRANT: Grant = {
  type: 'grant',
  version: PROTOCOL_VERSION,
  tool: 'sockbench test',
  token: 'fedcba9876543210',
  granted: { clients: 1, size: 64, rate: 1000, duration: 1e9 },
  limited: [],
  engine: 'portable',
  address: '10.0.0.2',
  keyed: false,
  notice: null,
};

/** Of one flow, over which a hundred probes of 64 bytes were answered. */
export const LEDGER: ServerLedger = {
  type: 'ledger',
  received: [100],
  sent: [100],
  notAnswered: [0],
  drops: [0],
  overLimit: 0,
  duplicates: 0,
  reordered: 0,
  corrupt: 0,
  foreign: 0,
  bytesReceived: 6400,
  bytesSent: 6400,
  jitter: null,
  extents: {},
  refused: {},
  warmup: { received: 0, sent: 0, duplicates: 0 },
  tcp: null,
  arrived: null,
  losses: null,
};
