/** What a run and the process that draws it tell each other. Between them lies the channel of a child process. */
import type { Impairment } from '../../result/impairment.ts';
import type { RunSpec } from '../../result/spec.ts';
import type { LiveEvent } from '../../run/client/live/reported.ts';
import type { Language } from '../../words/index.ts';
import type { Saving } from '../run/save-key.ts';
import type { Standing } from './aside.ts';

/** What the screen is of; the first message. */
export interface Begin {
  readonly type: 'begin';
  readonly spec: RunSpec;
  readonly language: Language;
  readonly standing: Standing;
  /** The terminal's modes before the screen, as stty(1) tells them; null where they are unknown. */
  readonly modes: string | null;
  /** Which keys have something to do. */
  readonly offers: { readonly link: boolean; readonly tryLink: boolean };
}

/** The descriptor of the report ring in the process that draws: what follows the channel. */
export const REPORTS = 4;

export type ToScreen =
  | Begin
  | { readonly type: 'event'; readonly event: LiveEvent }
  | { readonly type: 'saved'; readonly saving: Saving }
  | { readonly type: 'not-saved'; readonly reason: string }
  /** The terminal is not the run's for a while; and is again. */
  | { readonly type: 'hide' }
  | { readonly type: 'show' };

export type FromScreen =
  /** The first frame is drawn. */
  | { readonly type: 'drawn' }
  | { readonly type: 'stop' }
  /** Ctrl-Z. */
  | { readonly type: 'suspend' }
  /** Nothing is drawn until `show`. */
  | { readonly type: 'hidden' }
  | { readonly type: 'impairment'; readonly impairment: Impairment }
  | { readonly type: 'save' }
  | { readonly type: 'try-link' }
  /** The screen is left; the lines stay in the normal screen. */
  | { readonly type: 'ended'; readonly picture: readonly string[] };
