/**
 * What a server says to a client: in English, because it travels, and is said again in the client's language where it is
 * shown (see server-said.ts).
 */
import type { Details } from '../sentence.ts';

export const server = {
  full: (d: Details) => `the server is full (${d['sessions']} sessions at once).`,
  addressBusy: (d: Details) =>
    `your address has ${d['sessions']} sessions already (the limit is ${d['limit']}).`,
  networkBusy: (d: Details) => `your network has ${d['sessions']} sessions already.`,
  tooOften: () => 'many sessions were begun from your address just now; try again in a few seconds.',
  tooManyClients: (d: Details) => `${d['clients']} clients were asked for, the limit is ${d['limit']}.`,
  tooLarge: (d: Details) => `${d['size']} bytes a probe were asked for, the limit is ${d['limit']}.`,
  noFiles: (d: Details) => `the server has not enough file descriptors for ${d['clients']} more clients.`,
  noConnections: () => 'UDP has no connections.',
  datagramTooLarge: (d: Details) => `a datagram holds at most ${d['limit']} bytes.`,
  noMemory: () => 'the server has no memory left for another session.',
  wrongKey: () => 'the key is not the right one.',
  rate: (d: Details) => `the rate is limited to ${d['rate']} probes/s.`,
  duration: (d: Details) => `the duration is limited to ${d['seconds']} s.`,
  buffers: (d: Details) => `socket buffers are limited to ${d['bytes']} bytes.`,
  busyPoll: () => 'busy polling is not allowed on this server.',
  congestionControl: (d: Details) => `the congestion control ${d['name']} is not available on this server.`,
  notStarted: () => 'the run was not started in time.',
  over: () => 'the granted duration is over.',
  notEnded: () => 'the session was not ended in time.',
  tooManyProbes: () => 'this session has more probes than the server has memory to keep apart.',
  addressTooManyProbes: () =>
    'the sessions of your address have more probes than the server has memory to keep apart.',
  noMemoryForThis: () => 'the server has no memory left for this session.',
  tooManyBytes: (d: Details) => `this session moved more than the granted ${d['bytes']} bytes.`,
  idle: (d: Details) => `nothing was sent for ${d['seconds']} s.`,
  stopped: () => 'the server was stopped.',
  threadEnded: () => 'the thread that served this session ended unexpectedly.',
  noDescriptors: (d: Details) =>
    `flow ${d['flow']} could not be opened here: the server has no file descriptors left.`,
  notOpened: (d: Details) => `flow ${d['flow']} could not be opened here: ${d['reason']}`,
  notBegun: (d: Details) => `this session could not begin here: ${d['reason']}`,
  noLedger: (d: Details) => `the ledger could not be made: ${d['reason']}`,
  tooManyMessages: () => 'too many messages came on the control connection.',
  badFrame: () => 'what came is no control message of sockbench.',
  version: (d: Details) => `this server speaks protocol version ${d['version']}.`,
  badMessage: () => 'the message was not understood.',
  unexpected: (d: Details) => `a ${d['type']} was not expected now.`,
};
