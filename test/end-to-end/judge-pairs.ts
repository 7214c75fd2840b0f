/** Pairs of programs with one mistake each (test/fixtures/python/arq/wrong), and what the judge has to say of them. */
import { tmpdir } from 'node:os';
import { usualCases } from '../../src/experiment/judge/cases.ts';
import type { Learnt } from '../../src/experiment/judge/evidence/learn.ts';
import { placesFor } from '../../src/experiment/judge/places.ts';
import type { Pair } from '../../src/experiment/judge/trial.ts';
import { type Judged, judgeTrial } from '../../src/experiment/judge/verdict/verdict.ts';
import { ROOT } from './command.ts';

export const PYTHON = `${ROOT}test/fixtures/python/arq`;

export interface WrongPair {
  readonly program: string;
  /** A case that shows it. */
  readonly name: string;
  readonly reason: string;
  readonly hint: string;
}

const pair = (program: string, name: string, reason: string, hint: string): WrongPair => ({
  program,
  name,
  reason,
  hint,
});

/** Tried in every run of the tests. */
export const CLASSIC: readonly WrongPair[] = [
  pair('no_last_resend', 'last-data-lost', 'short', 'last-never-resent'),
  pair('no_duplicate_detection', 'first-ack-lost', 'duplicated', 'answer-lost-copy-written'),
  pair('acks_what_it_discards', 'outage', 'short', 'acknowledged-not-written'),
  pair('one_bit_with_pipelining', 'outage', 'short', 'never-resent'),
  pair('timer_runs_once', 'outage', 'timeout', 'silence-after-lost-data'),
  pair('buffer_reused', 'outage', 'altered', 'other-bytes'),
  pair('window_off_by_one', 'first-ack-lost', 'altered', 'other-bytes'),
  pair('gives_up_after_three', 'outage', 'short', 'gave-up'),
  pair('checksum_ignored', 'corruption', 'altered', 'damage-written'),
  pair('hangs_at_the_end', 'clean', 'timeout', 'receiver-does-not-end'),
  pair('floods', 'slow', 'flooded', 'flooded'),
  pair('sends_outside', 'clean', 'outside', 'outside'),
];

/** By script alone (`npm run lessons`). */
export const MORE: readonly WrongPair[] = [
  pair('sends_to_itself', 'clean', 'outside', 'loopback'),
  pair('writes_as_it_comes', 'outage', 'reordered', 'written-as-it-came'),
  pair('pads_the_last', 'clean', 'long', 'padded'),
  pair('writes_the_end_mark', 'clean', 'long', 'more-bytes'),
  pair('does_not_stay', 'last-ack-lost', 'crashed', 'crashed-refused'),
];

/** What every pair here takes where nothing is lost: 21 packets of data, and one that says that it is over. */
const LEARNT: Learnt = { up: 22, down: 22, lastData: 21, packetBytes: 1000, transport: 'udp' };

const LIMITS = { memory: 512 * 2 ** 20, processes: 64, output: 8 * 2 ** 20, disk: 64 * 2 ** 20 };

export interface Commands {
  readonly sender: readonly string[];
  readonly receiver: readonly string[];
}

export const RIGHT: Commands = {
  sender: ['python3', 'sender.py', 'HOST', 'PORT', 'FILE'],
  receiver: ['python3', 'receiver.py', 'HOST', 'PORT', 'FILE'],
};

export function wrong(program: string): Commands {
  const words = (role: string) => ['python3', `wrong/${program}.py`, role, 'HOST', 'PORT', 'FILE'];
  return { sender: words('send'), receiver: words('receive') };
}

const { runTrial } = (await import(
  `${ROOT}dist/experiment/judge/trial.js`
)) as typeof import('../../src/experiment/judge/trial.ts');

/** One trial of one case, without the second one that the command makes of a failure. @param quiet ms */
export async function judgeOnce(commands: Commands, name: string, seed = 1, quiet = 2500): Promise<Judged> {
  const path = process.env['PATH'] ?? '';
  const pair: Pair = {
    ...commands,
    folder: PYTHON,
    ...placesFor([], PYTHON, '/nowhere', tmpdir(), path),
    environment: process.env,
    limits: LIMITS,
    timeout: 20_000,
    quiet,
  };
  const made = usualCases(seed, null, false)
    .find((one) => one.name === name)!
    .make(LEARNT)!;
  const seen = await runTrial(pair, { ...made, mostPackets: 4000 }, new AbortController().signal);
  return judgeTrial(seen, LEARNT);
}
