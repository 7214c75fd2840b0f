/** What an agent is told of itself, and what it wants done. */
import type { Seal } from '../protocol/envelope.ts';
import type { Failure, Report, Task } from '../protocol/messages.ts';
import type { Subjects } from '../protocol/names.ts';

export interface AgentOptions extends Pick<Report, 'name' | 'tool' | 'host' | 'clock'> {
  /** Its own, of this process. */
  readonly id: string;
  readonly subjects: Subjects;
  readonly seal: Seal;
  /** Why it will not do this; undefined: it will. */
  readonly refusal: (task: Task) => Failure | undefined;
  /** Thirty-two hexadecimal digits that nobody can guess. */
  readonly ticket: () => string;
}

export type Act =
  | { readonly act: 'say'; readonly subject: string; readonly bytes: Uint8Array }
  | { readonly act: 'prepare'; readonly task: Task }
  /** `at` by this machine's clock; said again where it is known better. */
  | { readonly act: 'begin'; readonly group: number; readonly at: number }
  | { readonly act: 'stop'; readonly hurry: boolean; readonly deserted: boolean }
  /** Nothing of the run is wanted any more. */
  | { readonly act: 'forget' };
