/** The value of a figure as its kind is written. */
import type { Kind } from '../../result/metrics.ts';
import type { Format } from '../format.ts';
import { safeText } from '../safe-text.ts';

export function valueText(value: number | string, kind: Kind | undefined, format: Format): string {
  if (typeof value === 'string') return safeText(value);
  switch (kind) {
    case 'time':
      return format.time(value);
    case 'ratio':
      return format.percent(value);
    case 'bits':
      return format.bits(value);
    case 'count':
      return format.count(value);
    case 'rate':
    case 'word':
    case undefined:
      return format.rate(value);
  }
}
