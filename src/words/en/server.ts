/**
 * What a server says to a client: in English, because it travels, and is said again in the client's language where it is
 * shown (see server-said.ts).
 */

import { numbersIn } from '../numbers.ts';
import type { Details } from '../sentence.ts';

const { counted, number, plural } = numbersIn('en');

export const server = {
  full: (d: Details) => `the server is full (${counted(d['sessions'], 'session', 'sessions')} at once).`,
  addressBusy: (d: Details) =>
    `your address has ${counted(d['sessions'], 'session', 'sessions')} already (the limit is ${number(d['limit'])}).`,
  networkBusy: (d: Details) => `your network has ${counted(d['sessions'], 'session', 'sessions')} already.`,
  tooOften: () => 'many sessions were begun from your address just now; try again in a few seconds.',
  tooManyClients: (d: Details) =>
    `${counted(d['clients'], 'client was', 'clients were')} asked for, the limit is ${number(d['limit'])}.`,
  tooLarge: (d: Details) =>
    `${counted(d['size'], 'byte a probe was', 'bytes a probe were')} asked for, the limit is ${number(d['limit'])}.`,
  noFiles: (d: Details) =>
    `the server has not enough file descriptors for ${number(d['clients'])} more ${plural(d['clients'], 'client', 'clients')}.`,
  noConnections: () => 'UDP has no connections.',
  datagramTooLarge: (d: Details) => `a datagram holds at most ${counted(d['limit'], 'byte', 'bytes')}.`,
  noMemory: () => 'the server has no memory left for another session.',
  ownRun: () => 'this server belongs to the run that started it.',
  wrongKey: () => 'the key is not the right one.',
  noProof: () => 'no proof of the key came: the client has another one, or none.',
  rate: (d: Details) => `the rate is limited to ${counted(d['rate'], 'probe/s', 'probes/s')}.`,
  duration: (d: Details) => `the duration is limited to ${number(d['seconds'])} s.`,
  durationWithWarmup: (d: Details) =>
    `the duration is limited to ${number(d['seconds'])} s, ${number(d['warmup'])} s of it warm-up.`,
  notSet: (d: Details) => `this server does not set on its side: ${d['options']}.`,
  buffers: (d: Details) => `socket buffers are limited to ${counted(d['bytes'], 'byte', 'bytes')}.`,
  busyPoll: () => 'busy polling is not allowed on this server.',
  congestionControl: (d: Details) => `the congestion control ${d['name']} is not available on this server.`,
  notStarted: () => 'the run was not started in time.',
  over: () => 'the granted duration is over.',
  notEnded: () => 'the session was not ended in time.',
  tooManyProbes: () => 'this session has more probes than the server has memory to keep apart.',
  addressTooManyProbes: () =>
    'the sessions of your address need more memory than the server has for them: probes to keep apart, and answers that nobody reads.',
  noMemoryForThis: () => 'the server has no memory left for this session.',
  tooManyBytes: (d: Details) =>
    `this session moved more than the granted ${counted(d['bytes'], 'byte', 'bytes')}.`,
  idle: (d: Details) => `nothing was sent for ${number(d['seconds'])} s.`,
  stopped: () => 'the server was stopped.',
  threadEnded: () => 'the thread that served this session ended unexpectedly.',
  noDescriptors: (d: Details) =>
    `flow ${d['flow']} could not be opened here: the server has no file descriptors left.`,
  notOpened: (d: Details) => `flow ${d['flow']} could not be opened here: ${d['reason']}`,
  notBegun: (d: Details) => `this session could not begin here: ${d['reason']}`,
  fault: (d: Details) => `this met a mistake in sockbench, and was cut off: ${d['reason']}`,
  noLedger: (d: Details) => `the ledger could not be made: ${d['reason']}`,
  tooManyMessages: () => 'too many messages came on the control connection.',
  badFrame: () => 'what came is no control message of sockbench.',
  version: (d: Details) => `this server speaks protocol version ${d['version']}.`,
  badMessage: () => 'the message was not understood.',
  unexpected: (d: Details) => `a ${d['type']} was not expected now.`,
};
