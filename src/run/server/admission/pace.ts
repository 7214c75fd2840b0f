/** How fast and how long a session may be: a server's limits in the terms of a request. Pure. */
import type { Hello } from '../../../wire/control.ts';
import { packetsOf, SEGMENT } from '../../fragments.ts';
import { suitableWrite } from '../../writes.ts';

/** Of a server's limits (limits.ts). */
interface Limits {
  readonly rate: number;
  readonly bitrate: number;
  readonly pacesFloods: boolean;
  readonly duration: number;
}

interface Pace {
  /** Bytes of a probe: smaller than asked for where the writes of a stream are made to suit its rate. */
  readonly size: number;
  /** Probes per second; null: unbounded. */
  readonly rate: number | null;
  /** Probes per second that the session moves at most, whatever its client does. */
  readonly ceiling: number;
  /** It is less than was asked for. */
  readonly paced: boolean;
}

export function paceFor(asked: Hello, limits: Limits): Pace {
  const whole = paceAt(asked.size, asked, limits);
  if (!whole.paced || asked.leastSize === undefined) return whole;
  const bits = Math.min(limits.bitrate, limits.rate * SEGMENT * 8);
  const size = Math.max(asked.leastSize, Math.min(asked.size, suitableWrite(bits)));
  return { ...paceAt(size, asked, limits), paced: true };
}

function paceAt(size: number, asked: Hello, { rate, bitrate, pacesFloods }: Limits): Pace {
  const packets = packetsOf(asked.transport, size, null, false);
  const ceiling = Math.min(rate / packets, bitrate / 8 / size);
  const paced = asked.rate === null ? pacesFloods : asked.rate > ceiling;
  return { size, rate: paced ? ceiling : asked.rate, ceiling, paced };
}

interface Time {
  /** ns of the whole run, warm-up included; null: by count. */
  readonly duration: number | null;
  readonly warmup: number;
  /** It is less than was asked for, or than the count will take. */
  readonly shorter: boolean;
}

/** A limit takes as much of the warm-up as of what is measured: neither is eaten by the other. */
export function timeFor(asked: Hello, rate: number | null, { duration: most }: Limits): Time {
  const { warmup, count } = asked;
  if (asked.duration === null && count === null) return { duration: null, warmup, shorter: false };
  const wanted = asked.duration ?? (rate === null ? 0 : warmup + ((count ?? 0) / rate) * 1e9);
  if (wanted > most) return { duration: most, warmup: Math.floor(warmup * (most / wanted)), shorter: true };
  // Where only the count ends it: in order, and not cut off by the server.
  return { duration: asked.duration ?? most, warmup: Math.min(warmup, Math.floor(most / 2)), shorter: false };
}
