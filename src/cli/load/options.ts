/** The options of `load`, as typed. */

import type { ImpairmentOptions } from '../options/impairment.ts';
import type { SaveOptions } from '../save.ts';

export interface LoadTyped extends ImpairmentOptions, SaveOptions {
  streams?: string;
  congestion?: string;
  direction?: string;
  phase?: string;
  probeRate?: string;
  engine?: string;
  bind?: string;
  ipv4?: boolean;
  ipv6?: boolean;
  dscp?: string;
  seed?: string;
  keyFile?: string;
  iOwnThisNetwork?: boolean;
  assert?: string[];
  json?: boolean;
  jsonStream?: boolean;
  ui?: string;
  color?: boolean;
}
