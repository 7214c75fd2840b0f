/** An impairment in a few words of the options that make it: `loss 5%, delay 20ms; down: loss 0%, delay 20ms`. */
import {
  type DirectionImpairment,
  type FullImpairment,
  type Impairment,
  inFull,
  NO_IMPAIRMENT,
} from '../result/impairment.ts';

const percent = (ratio: number): string => `${Number((ratio * 100).toPrecision(4))}%`;
const time = (ns: number): string =>
  ns >= 1e9 ? `${ns / 1e9}s` : ns >= 1e6 ? `${ns / 1e6}ms` : `${ns / 1e3}us`;

export function describeDirection(direction: DirectionImpairment): string {
  const link = inFull(direction);
  const parts: string[] = [];
  if (link.loss > 0) parts.push(`loss ${percent(link.loss)}`);
  if (link.burst !== null)
    parts.push(`burst-loss ${percent(link.burst.ratio)} in runs of ${link.burst.meanLength}`);
  if (link.drop.length > 0) parts.push(`drop ${link.drop.join(',')}`);
  if (link.delay > 0) parts.push(`delay ${time(link.delay)}`);
  if (link.jitter > 0)
    parts.push(
      `jitter ${time(link.jitter)}${link.jitterTime === NO_IMPAIRMENT.jitterTime ? '' : ` in ${time(link.jitterTime)}`}`,
    );
  if (link.reorder > 0) parts.push(`reorder ${percent(link.reorder)}`);
  if (link.duplicate > 0) parts.push(`duplicate ${percent(link.duplicate)}`);
  if (link.corrupt > 0) parts.push(`corrupt ${percent(link.corrupt)}`);
  if (link.bandwidth !== null) parts.push(`bandwidth ${link.bandwidth / 1e6} Mbit/s, queue ${queueOf(link)}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

function queueOf({ queue, queueBytes, aqm, ecn }: FullImpairment): string {
  const size = queueBytes === null ? `${queue}` : `${queueBytes / 1000}kB`;
  return [size, ...(aqm === 'none' ? [] : [aqm]), ...(ecn ? ['ecn'] : [])].join(' ');
}

/** Said once where the two directions are alike. */
export function describeImpairment({ up, down }: Impairment): string {
  const [first, second] = [describeDirection(up), describeDirection(down)];
  if (first === second) return first === 'nothing' ? 'no impairment' : `each way: ${first}`;
  return `up: ${first}; down: ${second}`;
}
