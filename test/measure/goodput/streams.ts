/** Streams and spans for the tests of goodput. */
import { Goodput } from '../../../src/measure/goodput/goodput.ts';

export const SECOND = 1e9;
export const MS = 1e6;

interface Setting {
  readonly warmup?: number;
  readonly duration?: number;
  readonly interval?: number;
}

export const goodput = ({
  warmup = SECOND,
  duration = 4 * SECOND,
  interval = SECOND,
}: Setting = {}): Goodput => new Goodput({ warmup, duration, interval, ordered: false });
