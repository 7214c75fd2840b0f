/** `sockbench lesson stream`: messages in a stream of bytes. */
import { numbersIn } from '../../numbers.ts';

const { counted } = numbersIn('en');
const bytes = (count: number): string => counted(count, 'byte', 'bytes');

export const stream = {
  titles: {
    split: 'One send, several recv',
    merge: 'Two send, one recv',
    datagrams: 'The same two over UDP',
    length: 'Messages again: a length before each',
    line: 'Messages again: a sign behind each',
  },
  before: {
    split: 'The sender hands 4,000 bytes over in one call. The link is slow, and a segment holds 1,448.',
    merge: 'The sender calls send twice. The receiver is busy for a moment before it reads.',
    datagrams: 'The same two calls, each of which makes a datagram.',
    length: 'Three messages in two calls; four bytes before each say how long it is.',
    line: 'Three messages in two calls; a newline ends each.',
  },
  columns: { time: 'time', sender: 'sender', wire: 'on the wire', receiver: 'receiver' },
  say: {
    send: (count: number) => `send ${bytes(count)}`,
    segment: (count: number) => `${bytes(count)} →`,
    recv: (count: number) => `recv gives ${bytes(count)}`,
    message: (count: number, text: string) => `message of ${bytes(count)}: ${text}`,
  },
  after: {
    split: (recvs: number) =>
      `One send, ${counted(recvs, 'recv', 'recv')}. TCP carries bytes, not messages: recv gives what is there by then, at least one byte and at most as many as were asked for.`,
    merge: (recvs: number) =>
      `Two send, ${counted(recvs, 'recv', 'recv')}. What arrives before it is read is read at once: nothing marks where the one ended and the other began.`,
    datagrams: (recvs: number) =>
      `Two send, ${counted(recvs, 'recv', 'recv')}. UDP keeps its boundaries: each recv gives one datagram. In return a datagram may be lost, and one that is longer than what recv asks for is cut.`,
    length: (messages: number) =>
      `${counted(messages, 'message', 'messages')}, however the bytes were parted: the receiver reads four bytes, then as many as they say, and keeps what is too much for later.`,
    line: (messages: number) =>
      `${counted(messages, 'message', 'messages')}, however the bytes were parted: the receiver cuts at each newline, and keeps what stands behind the last one. The message itself must not contain one.`,
    student: 'What did your program take for a message, and what was one?',
  },
  questions: 'Question: why can 100 recv be needed for one send, and one recv be enough for 100?',
  options: {
    step: 'one step alone: split, merge, datagrams, length, line',
    sender: 'a program of yours as the sender; HOST and PORT stand for what they say',
    receiver: 'a program of yours as the receiver; it listens on HOST and PORT',
  },
  allowed: {
    step: 'one of split, merge, datagrams, length, line',
    command: 'a command, such as "python3 server.py HOST PORT"',
    only: 'it belongs to another lesson',
  },
  printed: (text: string) => `prints: ${text}`,
};
