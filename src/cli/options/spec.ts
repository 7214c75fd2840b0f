/** From what was typed to the frozen RunSpec; nothing after this reads options. */
import { isIP } from 'node:net';
import type { Impairment } from '../../result/impairment.ts';
import type { RunSpec } from '../../result/spec.ts';
import { MILLISECOND, parseBits, parseBytes, parseNumber, SECOND, type Transport } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { requireAssertions } from './asserts.ts';
import { requireCompatible } from './combinations.ts';
import { familyFrom } from './family.ts';
import type { RunOptions } from './run-options.ts';
import { parseTarget } from './target.ts';
import { choice, congestionFrom, duration, optional, refuse, whole, within } from './values.ts';

const MOST_CLIENTS = 65_536;
const MOST_THREADS = 64;
const LARGEST_SIZE = 16 * 2 ** 20;
const LARGEST_DATAGRAM = 65_507;
const MOST_RATE = 1e9;

const positive = (read: (text: string) => number | undefined, most = Number.MAX_SAFE_INTEGER) =>
  within(read, Number.MIN_VALUE, most);

/** @throws SockbenchError `bad-option` or `bad-target`: the option, the value, what is allowed. */
export function specFrom(
  transports: readonly Transport[],
  targetText: string | undefined,
  options: RunOptions,
  impairment: Impairment | null,
  words: Words,
): RunSpec {
  const allowed = words.cli.allowed;
  const target = targetText === undefined ? null : parseTarget(targetText);
  const mode =
    choice('--mode', options.mode, ['echo', 'up', 'down', 'both', 'connect'], allowed.mode) ?? 'echo';
  if (mode === 'connect' && transports.includes('udp')) refuse('--mode', mode, allowed.tcpOnly);
  if (target?.scheme === 'echo' && mode !== 'echo') refuse('--mode', mode, allowed.echoMode);
  const family = familyFrom(options, words);
  requireCompatible(options, target, impairment, words);
  const largest = transports.includes('udp') ? LARGEST_DATAGRAM : LARGEST_SIZE;
  const size = whole('--size', options.size, 64, largest, allowed.size, parseBytes) ?? null;
  const count = whole('--count', options.count, 1, Number.MAX_SAFE_INTEGER, allowed.positive) ?? null;
  const clients = whole('--clients', options.clients, 1, MOST_CLIENTS, allowed.upTo(MOST_CLIENTS)) ?? 1;
  const threads = whole('--threads', options.threads, 1, MOST_THREADS, allowed.upTo(MOST_THREADS)) ?? 1;
  return Object.freeze({
    transports: [...transports],
    target,
    mode,
    clients,
    rate: rateFrom(options, allowed.rate),
    bitrate: optional('--bitrate', options.bitrate, positive(parseBits), allowed.bitrate) ?? null,
    arrivals: arrivalsFrom(options, allowed.choice('periodic, poisson')),
    size,
    duration: duration('--duration', options.duration, MILLISECOND, allowed.duration) ?? null,
    count,
    warmup: duration('--warmup', options.warmup, 0, allowed.duration) ?? null,
    lossThreshold:
      duration('--loss-threshold', options.lossThreshold, MILLISECOND, allowed.duration) ?? 3 * SECOND,
    interval: duration('--interval', options.interval, 10 * MILLISECOND, allowed.duration) ?? SECOND,
    threads,
    engine: engineFrom(options, allowed.choice('auto, portable, linux')),
    busyPoll: options.busyPoll === true,
    bind: bindFrom(options.bind, allowed.address),
    family,
    dscp: whole('--dscp', options.dscp, 0, 63, allowed.dscp) ?? null,
    sendBuffer: whole('--send-buffer', options.sendBuffer, 1024, 2 ** 30, allowed.buffer, parseBytes) ?? null,
    receiveBuffer:
      whole('--receive-buffer', options.receiveBuffer, 1024, 2 ** 30, allowed.buffer, parseBytes) ?? null,
    nagle: options.nagle === true,
    congestionControl: congestionFrom(options.congestion, allowed.congestion),
    impairment,
    seed: whole('--seed', options.seed, 0, 2 ** 32 - 1, allowed.seed) ?? impairment?.seed ?? randomSeed(),
    perFlow: options.perFlow === true,
    together: options.together === true ? true : options.sequential === true ? false : null,
    ownNetwork: options.iOwnThisNetwork === true,
    asserts: requireAssertions(options.assert ?? [], words),
  });
}

function rateFrom({ rate }: RunOptions, allowed: string): RunSpec['rate'] {
  if (rate === 'max' || rate === 'closed') return rate;
  return optional('--rate', rate, positive(parseNumber, MOST_RATE), allowed) ?? null;
}

const arrivalsFrom = ({ arrivals }: RunOptions, allowed: string): RunSpec['arrivals'] =>
  choice('--arrivals', arrivals, ['periodic', 'poisson'], allowed) ?? 'periodic';

const engineFrom = ({ engine }: RunOptions, allowed: string): RunSpec['engine'] =>
  choice('--engine', engine, ['auto', 'portable', 'linux'], allowed) ?? 'auto';

function bindFrom(text: string | undefined, allowed: string): string | null {
  if (text === undefined) return null;
  return isIP(text) === 0 ? refuse('--bind', text, allowed) : text;
}

/** A run without --seed still says which seed it used, so that it can be repeated. */
const randomSeed = (): number => Math.floor(Math.random() * 2 ** 32);
