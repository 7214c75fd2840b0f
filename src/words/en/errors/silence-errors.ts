/** Nothing came through: which size, which way, and what to look at. */
import { numbersIn } from '../../numbers.ts';
import type { Details, Sentence } from '../../sentence.ts';

const { counted, number, plural } = numbersIn('en');

const ofSize = (d: Details): string => counted(d['bytes'], 'byte', 'bytes');
const small = (d: Details): string => `small ones of ${counted(d['small'], 'byte', 'bytes')} do`;

const largeLost = (d: Details): string => {
  const none = `None of ${counted(d['count'], 'datagram', 'datagrams')} of ${ofSize(d)}`;
  if (d['direction'] === 'up') return `${none} arrived at ${d['address']}; ${small(d)}.`;
  if (d['direction'] === undefined) return `${none} came back from ${d['address']}; ${small(d)}.`;
  const sent =
    d['oneWay'] === undefined
      ? `${counted(d['count'], 'answer', 'answers')}`
      : counted(d['count'], 'datagram', 'datagrams');
  return `None of ${sent} of ${ofSize(d)} from ${d['address']} arrived here; ${small(d)}.`;
};

export const silenceErrors = {
  'udp-blocked': (d: Details): Sentence => ({
    message:
      d['rejected'] !== undefined
        ? `${d['address']} answers over TCP, but what is sent to it over UDP is rejected: the network says so (ICMP).`
        : d['direction'] === 'down'
          ? `Datagrams arrive at ${d['address']} over UDP, but none of its answers comes back.`
          : `${d['address']} answers over TCP, but no datagram came back over UDP.`,
    remedy: `A firewall probably ${d['rejected'] === undefined ? 'drops' : 'rejects'} UDP; allow UDP on this port on both machines.`,
  }),
  'large-lost': (d: Details): Sentence => ({
    message: largeLost(d),
    remedy:
      'Something on the way drops what is larger than its MTU, or what comes in fragments. Use a smaller --size; `tracepath` tells the MTU of a path.',
  }),
  'fell-silent': (d: Details): Sentence => ({
    message: `${d['address']} answered when the run began, but none of ${counted(d['count'], 'probe', 'probes')}: ${
      d['direction'] === 'down'
        ? `${plural(d['count'], 'it', 'they')} arrived there, and the answers did not come back`
        : d['direction'] === 'up'
          ? `${plural(d['count'], 'it', 'they')} did not arrive there`
          : 'nobody tells where they were lost'
    }.`,
    remedy:
      'Look for what changed on the way: a link that went down, or a firewall that lets only the first few through.',
  }),
  'no-answer': (d: Details): Sentence => ({
    message: `No answer came from ${d['address']}.`,
    remedy:
      'Check that a server runs there for this transport; for one of sockbench leave echo:// out of the target.',
  }),
  'answers-elsewhere': (d: Details): Sentence => ({
    message: `What is sent to ${d['address']} is answered from ${d['elsewhere']}: whoever asked one address takes no answer from another.`,
    remedy:
      'The server must answer with the socket that received the datagram, from the address that was asked.',
  }),
  'link-silent': (d: Details): Sentence => ({
    message: `Nothing came back over the emulated link (${d['link']}).`,
    remedy: 'Let it lose or delay less.',
  }),
  'link-slow': (d: Details): Sentence => ({
    message: `The emulated link delays a round trip by ${number(d['seconds'])} s, and an answer counts as lost after ${number(d['patience'])} s.`,
    remedy: 'Wait longer with --loss-threshold, or delay less.',
  }),
};
