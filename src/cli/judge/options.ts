/** The options of `judge`, as typed. */
import type { SaveOptions } from '../save.ts';

export interface JudgeTyped extends SaveOptions {
  readonly sender?: string;
  readonly receiver?: string;
  readonly case?: readonly string[];
  readonly cases?: string;
  readonly list?: boolean;
  readonly file?: string;
  readonly long?: boolean;
  readonly timeout?: string;
  readonly quiet?: string;
  readonly seed?: string;
  readonly jobs?: string;
  readonly json?: boolean;
  readonly jsonStream?: boolean;
  readonly ui?: string;
  readonly color?: boolean;
}
