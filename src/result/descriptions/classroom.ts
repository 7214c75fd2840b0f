/** What the names of a class's result mean; those that every document has are a result's. */
import type { Descriptions } from './describe.ts';
import { resultDescriptions } from './result.ts';

export const classDescriptions: Descriptions = {
  ...resultDescriptions,
  port: 'The port of the server.',
  link: 'What an emulated link in front of the server did to everyone; null: there was none.',
  refused: 'How many were turned away.',
  guests: 'Everyone who measured, in the order of coming: the transports of one run are one guest.',
  'guests.name': 'As the guest called itself (--name, else the name of its machine); null: it said none.',
  'guests.address': 'Where it came from.',
  'guests.since': 'When it came, ISO 8601.',
  'guests.transports': 'What it measured, by transport.',
  'guests.transports.transport': 'tcp or udp.',
  'guests.transports.mode': 'echo, up, down, both or connect.',
  'guests.transports.clients': 'Its flows at once.',
  'guests.transports.size': 'Bytes of a probe.',
  'guests.transports.sent': 'Probes that it had sent; null where it did not say so.',
  'guests.transports.answered': 'Probes that it had an answer to.',
  'guests.transports.lost': 'Probes lost in either direction; known where it came to its end.',
  'guests.transports.loss': 'Share of lost probes.',
  'guests.transports.lossUp': 'Share that did not come to the server.',
  'guests.transports.lossDown': 'Share of the answers that did not come back.',
  'guests.transports.p50': 'Median of its round trips.',
  'guests.transports.p99': 'The 99th percentile of them.',
  'guests.transports.resent': 'TCP segments that either end sent again, as far as it is told.',
  'guests.transports.end': 'How it ended; null where it went on.',
};
