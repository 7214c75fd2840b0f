/** Trials that nobody made: packets and files written down by hand, as the judge would have seen them. */
import type { EndState, SeenPacket, TrialSeen } from '../../../src/experiment/judge/evidence/seen.ts';
import { lessonFile } from '../../../src/experiment/lesson/arq/file.ts';
import { NO_IMPAIRMENT } from '../../../src/result/impairment.ts';

export const SIZE = 100;
export const FILE = lessonFile(950, 7);
const DELAY = 5e6;

export const impairment = {
  up: { ...NO_IMPAIRMENT, delay: DELAY },
  down: { ...NO_IMPAIRMENT, delay: DELAY },
  profile: null,
  seed: 1,
};

type More = Partial<SeenPacket>;

/** The packet with the file's `number`-th part, `at` ms. */
export function data(number: number, at: number, more: More = {}): SeenPacket {
  const payload = Buffer.concat([
    Buffer.from(`D${String(number).padStart(8, '0')}`),
    FILE.subarray(number * SIZE, (number + 1) * SIZE),
  ]);
  return packet('up', payload, at, more);
}

export const answer = (number: number, at: number, more: More = {}): SeenPacket =>
  packet('down', Buffer.from(`A${number}`), at, more);

export const other = (text: string, at: number, more: More = {}): SeenPacket =>
  packet('up', Buffer.from(text), at, more);

function packet(direction: 'up' | 'down', payload: Buffer, at: number, more: More): SeenPacket {
  const time = at * 1e6;
  const [source, destination] =
    direction === 'up' ? ['10.77.0.2:40000', '10.77.0.1:5000'] : ['10.77.0.1:5000', '10.77.0.2:40000'];
  const fate = more.fate ?? 'delivered';
  return {
    time,
    direction,
    protocol: 'udp',
    source,
    destination,
    bytes: payload.length + 28,
    fate,
    ...(fate === 'delivered' || fate === 'corrupted' ? { deliveredAt: time + DELAY } : {}),
    index: 0,
    payload,
    ...more,
  };
}

export const lost = { fate: 'lost' } as const;
export const damaged = { fate: 'corrupted' } as const;

export const ended = (more: Partial<Extract<EndState, { state: 'ended' }>> = {}): EndState => ({
  state: 'ended',
  code: 0,
  signal: null,
  killed: null,
  output: { text: '', bytes: 0 },
  diskFull: false,
  loopback: 0,
  at: 300,
  ...more,
});

/** Everything arrives, and all is well. */
export const smooth = (): SeenPacket[] =>
  Array.from({ length: 10 }, (_, number) => [
    data(number, number * 10),
    answer(number, number * 10 + 5),
  ]).flat();

export function seen(more: Partial<TrialSeen> = {}): TrialSeen {
  const written = more.written === undefined ? FILE : more.written;
  return {
    impairment,
    file: FILE,
    ends: { sender: ended(), receiver: ended() },
    packets: smooth(),
    written,
    writtenBytes: written?.length ?? 0,
    seconds: 0.3,
    stopped: null,
    ...more,
  };
}

/** The file's parts in this order, as a receiver would have written them. */
export const parts = (...numbers: number[]): Buffer =>
  Buffer.concat(numbers.map((number) => FILE.subarray(number * SIZE, (number + 1) * SIZE)));
