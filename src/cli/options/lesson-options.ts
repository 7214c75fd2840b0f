/** The options of `lesson`, as typed. */
import type { SaveOptions } from '../save.ts';
import type { ImpairmentOptions } from './impairment.ts';

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
