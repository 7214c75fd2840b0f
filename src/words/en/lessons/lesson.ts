/** `sockbench lesson`: what is built in front of the class. */
import { typed } from '../../command.ts';
import { type Countable, numbersIn } from '../../numbers.ts';

const { number, counted } = numbersIn('en');

export const lesson = {
  description:
    'lessons over the lab: arq (how reliability is made), stream (messages in a stream of bytes), queue (what a full queue does)',
  name: 'which lesson: arq, stream or queue; none: what there is',
  examples: `Examples:
  ${typed('lesson arq')}                                three protocols and TCP race over one lossy link
  ${typed('lesson arq --protocol go-back-n --delay 500ms --window 4')}
  ${typed('lesson arq --loss 20% --bytes 20k --html race.html')}
  ${typed('lesson stream')}                             one send, two recv; two send, one recv
  ${typed('lesson queue')}                              a full queue, a larger one, and three cures`,
  list: `Lessons:
  ${typed('lesson arq')}       stop-and-wait, Go-Back-N, selective repeat and TCP carry one file over one lossy link
  ${typed('lesson stream')}    one send, two recv; two send, one recv; and what to do about it
  ${typed('lesson queue')}     what a full queue does to everybody's packets, and what cures it`,
  options: {
    protocol:
      'one protocol alone, with a sentence for each thing that happens: stop-and-wait, go-back-n, selective-repeat, tcp',
    window: 'packets that may be under way',
    timeout: 'how long the timer runs (twice the round trip of a full window)',
    bytes: 'size of the file',
    seed: 'seed of the links: the n-th packet of every protocol has the same fate',
    json: 'the lesson as one JSON document on standard output',
    jsonStream: 'JSON lines of all that happens, then the document',
    output: 'save the lesson',
    html: 'save a page with the sequence diagrams side by side',
    markdown: 'save a Markdown summary',
    link: 'The link is --bandwidth 10M --delay 20ms --loss 5% where nothing else is said.',
  },
  allowed: {
    name: 'one of arq, stream, queue',
    protocol: 'one of stop-and-wait, go-back-n, selective-repeat, tcp',
    window: 'packets from 1 to 1024',
    timeout: 'a time from 1ms to 1m',
    bytes: 'bytes from 0 to 4Mi',
  },
  names: {
    'stop-and-wait': 'stop-and-wait',
    'go-back-n': 'Go-Back-N',
    'selective-repeat': 'selective repeat',
    tcp: 'TCP',
  },
  table: {
    protocol: 'protocol',
    seconds: 's',
    sent: 'sent',
    lost: 'lost',
    resent: 'again',
    needless: 'in vain',
    efficiency: 'eff.',
    predicted: 'predicted',
    textbook: 'textbook',
  },
  notes: {
    lost: 'lost: packets and acknowledgements. in vain: sent again after the receiver had taken the packet.',
    efficiency:
      'eff.: share of the time in which the link carried each packet once. predicted: what 95 of 100 such transfers do; textbook: its formula, which knows no end of the file and no timer.',
    changed: 'The link was changed meanwhile, so nothing is predicted.',
    notIntact: (name: string) => `${name} did not deliver the file whole.`,
    unfinished: (name: string) => `${name} had not finished.`,
  },
  asked: (bytes: string, packets: number, window: number, timeout: string) =>
    `${bytes} in ${counted(packets, 'packet', 'packets')}, window ${number(window)}, timer ${timeout}`,
  building: 'The links are being built …',
  seed: 'seed',
  screen: {
    title: 'sockbench lesson: how reliability is made',
    window: (size: number) => `window ${number(size)}`,
    packets: (done: number, all: number) => `${number(done)}/${counted(all, 'packet', 'packets')}`,
    seconds: (value: string) => `${value} s`,
    counts: (sent: number, lost: number, again: number, needless: Countable) =>
      `sent ${number(sent)}   lost ${number(lost)}   again ${number(again)}   in vain ${number(needless)}`,
    efficiency: (value: string) => `efficiency ${value}`,
    predicted: (low: string, high: string) => `predicted ${low} to ${high}`,
    finished: 'finished',
    link: (text: string) => `link, each way: ${text}`,
    legend: {
      acknowledged: 'acknowledged',
      arrived: 'arrived',
      underWay: 'under way',
      lost: 'lost',
      toCome: 'to come',
    },
    sender: 'sender',
    receiver: 'receiver',
    keys: { loss: 'loss', delay: 'delay', end: 'end', leave: 'leave' },
    small: 'The terminal is too small for this lesson: make it larger, or use --ui text.',
  },
  /** One sentence for each thing that happens. Packets count from 0, as in the textbook. */
  say: {
    sent: (packet: string) => `Packet ${packet} is sent.`,
    again: (packet: string) => `Packet ${packet} is sent again.`,
    lost: (packet: string) => `Packet ${packet} is lost.`,
    queueDropped: (packet: string) => `Packet ${packet} finds the queue full and is dropped.`,
    corrupted: (packet: string) =>
      `Packet ${packet} arrives damaged: the checksum gives it away, it is dropped.`,
    answerLost: (packet: string) => `The acknowledgement of ${packet} is lost.`,
    answerCorrupted: (packet: string) => `The acknowledgement of ${packet} arrives damaged and is dropped.`,
    accepted: (packet: string) => `Packet ${packet} arrives, is delivered and acknowledged.`,
    buffered: (packet: string) => `Packet ${packet} arrives early: it is kept, and acknowledged.`,
    duplicate: (packet: string) =>
      `Packet ${packet} arrives again: it is acknowledged once more, in case that was lost.`,
    discarded: (packet: string) =>
      `Packet ${packet} arrives, but it is not the next one: it is thrown away, and the last one in order is acknowledged again.`,
    outside: (packet: string) => `Packet ${packet} arrives long after its time: nothing is said.`,
    timeout: (packet: string) => `The timer of packet ${packet} runs out.`,
    timeoutAll: (packet: string) => `The timer runs out: everything from packet ${packet} on is sent again.`,
    acknowledged: (packet: string) => `Packet ${packet} is acknowledged.`,
    acknowledgedAll: (packet: string) => `Everything up to packet ${packet} is acknowledged.`,
    segmentLost: (byte: string) => `The segment from byte ${byte} on is lost.`,
    segmentAgain: (byte: string) => `The segment from byte ${byte} on is sent again.`,
    link: (text: string) => `The link is now, each way: ${text}`,
    ended: (name: string, time: string) => `${name} is done after ${time}.`,
  },
  page: {
    title: 'How reliability is made',
    verdict: (first: string, time: string) => `${first} was first, after ${time}.`,
    alone: (name: string, time: string) => `${name} took ${time}.`,
    none: 'Nobody got the file across.',
    diagrams: 'Packet by packet, around the first loss',
    table: 'The race',
    packet: (index: string) => `packet ${index}`,
    ack: (index: string) => `ACK ${index}`,
    bytes: (from: string) => `from byte ${from}`,
    acknowledgedBytes: (count: string) => `ACK ${count} B`,
    control: 'TCP opens or closes',
  },
};
