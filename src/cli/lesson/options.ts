/** The options of `lesson`, as typed. */

import type { ImpairmentOptions } from '../options/impairment.ts';
import type { SaveOptions } from '../save.ts';

export interface LessonTyped extends ImpairmentOptions, SaveOptions {
  step?: string;
  sender?: string;
  receiver?: string;
  protocol?: string;
  window?: string;
  timeout?: string;
  bytes?: string;
  seed?: string;
  json?: boolean;
  jsonStream?: boolean;
  ui?: string;
  color?: boolean;
}
