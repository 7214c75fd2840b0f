/** `sockbench listen` and `sockbench send`: the lesson's first exercise. */
import { typed } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';

const { counted, number, plural, time } = numbersIn('en');

export const exercise = {
  hex: 'show bytes as hexadecimal numbers',
  listen: {
    description: 'the first exercise, server side: print who connects and what arrives',
    examples: `Examples:
  ${typed('listen --lan')}                  for the classmate on the next machine
  ${typed('listen --reply', 'Got it')}      answer everyone who sends something
  ${typed('listen --udp-only --hex')}       datagrams, byte by byte`,
    tcpOnly: 'only TCP',
    udpOnly: 'only UDP',
    reply: 'answer each message with this text (over UDP never longer than what came)',
    once: 'end after the first connection that sent something, or the first datagram',
    oneTransport: 'nothing would be left to listen to',
    listening: (what: string, port: number) => `sockbench listens on port ${port} (${what}).`,
    only: (address: string) =>
      `Only programs on this machine can reach it (${address}). For others: ${typed('listen --lan')}`,
    tell: 'Tell your classmate to run, for example:',
    connected: (from: string) => `Connected by ${from}`,
    received: (text: string) => `Received: ${text}`,
    /** Several lines that came at once: TCP does not keep them apart. */
    together: (bytes: number, lines: number) =>
      `Received ${counted(bytes, 'byte', 'bytes')} at once, ${counted(lines, 'line', 'lines')}:`,
    line: (which: number, text: string) => `  line ${number(which)}: ${text}`,
    moreLines: (count: number) => `  … and ${counted(count, 'more line', 'more lines')}`,
    long: (head: string, tail: string, bytes: number) =>
      `${head} … ${tail} (${counted(bytes, 'byte', 'bytes')} in all)`,
    total: (bytes: number, arrivals: number) =>
      bytes === 0
        ? ' Nothing had come from there.'
        : ` From there had come ${counted(bytes, 'byte', 'bytes')} in ${counted(arrivals, 'arrival', 'arrivals')}.`,
    telnet: (from: string) =>
      `${from} negotiates as telnet does: what is no text is left out, and backspaces edit.`,
    from: (from: string) => `From ${from}:`,
    datagram: (from: string) => `Datagram from ${from}:`,
    cut: (from: string, bytes: number) =>
      `The answer to ${from} was cut to ${counted(bytes, 'byte', 'bytes')}: over UDP it is never longer than what came.`,
    notReplied: {
      'service-port': (from: string) => `${from} got no answer: its port belongs to a service.`,
      'no-port': (from: string) => `${from} got no answer: nobody can receive on port 0.`,
      'own-port': (from: string) => `${from} got no answer: it sends from the port of this listener.`,
      failed: (from: string) => `${from} got no answer: the system did not take it.`,
      empty: (from: string) => `${from} got no answer: it would be longer than what came.`,
      'too-many': (from: string) => `${from} got no answer: there were more than 100 in this second.`,
    },
    closed: {
      done: (from: string) => `${from} closed the connection.`,
      ours: (from: string) => `The connection to ${from} was closed from here.`,
      reset: (from: string) => `${from} broke the connection off.`,
      idle: (from: string) => `${from} was silent for 10 minutes and was hung up on.`,
      crowded: (from: string) => `${from} said nothing and was hung up on: its place was needed.`,
      slow: (from: string) => `${from} does not read its answers and was hung up on.`,
    },
    benchClient: (from: string) =>
      `${from} wants to measure, which needs \`${typed('serve')}\`; it was told so.`,
    chatClient: (from: string) =>
      `${from} wants to chat, which needs \`${typed('chat --serve')}\`; it was told so.`,
    full: (from: string) => `${from} was turned away: 200 connections are open.`,
    fault: (from: string, reason: string) =>
      `What ${from} sent met a mistake in sockbench, and it was cut off (${reason}). Please report it.`,
    turnedAway: (count: number) =>
      `${counted(count, 'connection', 'connections')} came faster than ${plural(count, 'it', 'they')} could be shown, and ${plural(count, 'was', 'were')} hung up on.`,
    notShown: (count: number) =>
      `${counted(count, 'datagram', 'datagrams')} came faster than ${plural(count, 'it', 'they')} could be shown.`,
    toBenchClient: 'This is sockbench listen; to measure, start sockbench serve here.',
    toChatClient: 'This is sockbench listen; to chat, start sockbench chat --serve here.',
    toOneTooMany: 'This listener has 200 connections already; try again later.',
  },
  send: {
    description: 'the first exercise, client side: send a text and say what happened',
    examples: `Examples:
  ${typed('send', 'Ola Mundo', '192.168.0.7')}     over TCP, to port 5000
  ${typed('send', 'Ola Mundo', '192.168.0.7:6000', '--udp')}
  echo Hello | ${typed('send -')}               what standard input gives, to this machine`,
    text: 'what to send; -: what comes on standard input',
    target: 'host, host:port or [v6]:port',
    udp: 'as a UDP datagram',
    wait: 'how long answers may take to come; 0: not at all',
    connected: (where: string, ms: string) => `connected in ${ms} ms (${where})`,
    sent: (bytes: number) => `${counted(bytes, 'byte', 'bytes')} sent`,
    handedOver: (bytes: number) =>
      `${counted(bytes, 'byte', 'bytes')} handed to the network: nobody confirms it`,
    answer: (text: string) => `answer: ${text}`,
    noAnswer: (ms: number) => `no answer within ${time(ms * 1e6)}`,
    closed: 'closed',
    closedByPeer: 'closed by the other side',
    closedUnanswered: (ms: number) => `closed by the other side after ${time(ms * 1e6)}, without an answer`,
  },
};
