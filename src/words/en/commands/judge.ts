/** `sockbench judge`: what a good teaching assistant would say. */
import { typed, typedElsewhere } from '../../command.ts';
import { numbersIn } from '../../numbers.ts';
import { hints } from './judge-hints.ts';

const { number, counted } = numbersIn('en');

export const judge = {
  description:
    'judge a sender and a receiver of your own over an emulated link: is the file whole, whatever the link does?',
  examples: `Examples:
  ${typed('judge --sender', 'python3 sender.py HOST PORT FILE', '--receiver', 'python3 receiver.py HOST PORT FILE')}
  ${typed('judge --sender', './send HOST PORT FILE', '--receiver', 'java Receiver PORT FILE', '--case', 'loss-up', '--case', 'clean')}
  ${typed('judge --sender … --receiver … --cases teacher.json --html verdict.html --junit verdict.xml')}`,
  options: {
    sender: 'command of the sender; HOST, PORT and FILE stand for what they say, FILE is what is to be sent',
    receiver: 'command of the receiver; it writes to FILE and ends by itself',
    case: 'only this case (repeatable); --list shows their names',
    cases: 'cases and seeds of your own, as JSON',
    list: 'show the cases and end',
    file: 'send this file instead of one that is made for each case',
    long: 'a file of 1 MiB as well',
    timeout: 'how long a case may take',
    quiet: 'how long nothing may cross the link before a case is ended',
    seed: 'seed of the links: the same seed gives the n-th packet of each direction the same fate',
    jobs: 'cases at once',
    ui: 'auto, text or none: whether each case is told as it is judged',
    json: 'the judgement as one JSON document on standard output',
    jsonStream: 'one JSON line for each case, then the judgement',
    output: 'save the judgement',
    html: 'save a page with the diagram of the first failure',
    markdown: 'save a Markdown summary',
    junit: 'save the cases as JUnit XML',
  },
  allowed: {
    command: 'a command, such as "python3 sender.py HOST PORT FILE"',
    name: (names: string) => `one of ${names}`,
    jobs: 'a whole number from 1 to 16',
    timeout: 'a time from 1s to 10m',
    quiet: 'a time from 100ms on',
    casesFile: (reason: string) =>
      `JSON such as {"seeds": [1, 2], "cases": [{"name": "far away", "loss": "5%", "delay": "80ms"}]} (${reason})`,
    file: (reason: string) => `a file of at most 16 MiB (${reason})`,
  },
  noLab: `Without the lab there is no judge here. On macOS and Windows: a classroom server with \`${typedElsewhere('serve --lan --loss 5%')}\` on a Linux machine is the lossy link for everybody’s programs.`,
  /** What each case is about. */
  cases: {
    clean: 'nothing happens on the way',
    empty: 'an empty file',
    'one-byte': 'a file of one byte',
    multiple: 'a file that fills its last packet exactly',
    'loss-up': 'packets are lost',
    'loss-down': 'acknowledgements are lost',
    bursts: 'several in a row are lost, each way',
    outage: 'six packets in a row are lost',
    duplicates: 'packets and acknowledgements arrive twice',
    reordering: 'packets and acknowledgements overtake each other',
    corruption: 'bits are flipped, and the checksum of UDP does not see it',
    slow: 'the answer takes longer than a usual timer',
    everything: 'all of it at once',
    'first-packet-lost': 'the very first packet is lost',
    'last-data-lost': 'the last packet with data is lost',
    'last-packet-lost': 'the very last packet is lost',
    'first-ack-lost': 'the first acknowledgement is lost',
    'last-ack-lost': 'the last acknowledgement is lost',
    long: 'a file of 1 MiB, and some losses',
  } as Record<string, string>,
  reasons: {
    'not-started': 'not started',
    crashed: 'broke off',
    timeout: 'did not end',
    short: 'bytes are missing',
    long: 'bytes too many',
    altered: 'bytes are wrong',
    reordered: 'wrong order',
    duplicated: 'bytes are there twice',
    flooded: 'floods the link',
    outside: 'sends elsewhere',
    memory: 'too much memory',
    processes: 'too many processes',
    output: 'too much output',
    disk: 'disk full',
    unstable: 'unstable',
  },
  pass: 'pass',
  fail: 'FAIL',
  table: {
    case: 'case',
    verdict: 'verdict',
    seconds: 'seconds',
    possible: 'possible',
    sent: 'sent',
    lost: 'lost',
    resent: 'sent again',
    reasons: 'reasons',
  },
  running: (name: string, about: string) => `${name}: ${about} …`,
  total: (passed: number, all: number) => `${number(passed)} of ${counted(all, 'case', 'cases')} passed.`,
  skipped: (names: string) => `Not tried, because the clean case taught nothing: ${names}.`,
  usesTcp:
    'The programs use TCP: the kernel does the repeating, so this says nothing about a protocol of your own.',
  seed: 'seed',
  possibleNote: 'possible: what stop-and-wait with packets of this size takes where nothing is lost.',
  again: {
    same: 'A second run ended the same way.',
    passed:
      'A second run with the same seed passed: the result depends on chance in the programs (threads, timers at their limit, a busy machine).',
    differs: (reasons: string) => `A second run with the same seed failed otherwise: ${reasons}.`,
  },
  said: { sender: 'The sender wrote:', receiver: 'The receiver wrote:' },
  junit: 'judge',
  page: {
    title: 'Judgement',
    diagram: (name: string) => `The first failure, packet by packet: ${name}`,
    cases: 'All cases',
    what: 'What went wrong',
    sender: 'sender',
    receiver: 'receiver',
  },
  packet: {
    data: (from: string, to: string) => `bytes ${from}–${to}`,
    other: (bytes: string) => `${bytes} B`,
    answer: (bytes: string) => `answer, ${bytes} B`,
  },
  hints,
};
