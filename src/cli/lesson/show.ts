/** What shows a race while it goes on: the screen, lines on standard error, JSON lines, or nothing. */

import { safeJson } from '../../present/export/json.ts';
import { clockOf, sayHappening, timeOf } from '../../present/lesson/say.ts';
import { describeImpairment } from '../../present/shared/describe.ts';
import type { LessonEvent } from '../../result/document/lesson.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { CliContext } from '../context.ts';
import { choice } from '../options/values.ts';
import { canDraw, forScreen } from '../terminal.ts';
import type { LessonTyped } from './options.ts';

export interface LessonShow {
  push(event: LessonEvent): void;
  /** The person has seen enough. */
  readonly left: Promise<void>;
  end(): void;
}

interface Keys {
  /** One protocol: every sentence is said. */
  readonly alone: boolean;
  readonly end: () => void;
  readonly setImpairment: (impairment: Impairment) => void;
}

const NOTHING: LessonShow = { push: () => {}, left: Promise.resolve(), end: () => {} };

export async function lessonShow(options: LessonTyped, context: CliContext, keys: Keys): Promise<LessonShow> {
  const { stdin, stderr, stdout, words } = context;
  const allowed = words.cli.allowed.choice('auto, dashboard, text, none');
  const ui = choice('--ui', options.ui, ['auto', 'dashboard', 'text', 'none'], allowed) ?? 'auto';
  if (options.jsonStream === true)
    return { ...NOTHING, push: (event) => void stdout.write(`${safeJson(event)}\n`) };
  const text = options.json !== true;
  const wantsScreen = ui === 'dashboard' || (ui === 'auto' && stdin.isTTY === true && text);
  if (wantsScreen && canDraw(context)) {
    const { startRaceScreen } = await import('../../present/live/index.ts');
    const screen = startRaceScreen({ ...forScreen(options.color, context), ...keys });
    return { push: (event) => screen.push(event), left: screen.left, end: () => screen.close() };
  }
  if (ui === 'dashboard') stderr.write(`${words.cli.status.noTerminal}\n`);
  return ui === 'none' ? NOTHING : lines(context, keys.alone);
}

/** The sender and the link tell in turns: what happened so long before the latest is in order, ns. */
const SETTLED = 0.3e9;

function lines({ stderr, words }: CliContext, alone: boolean): LessonShow {
  const say = words.lesson.say;
  const put = (text: string): void => void stderr.write(`${text}\n`);
  let waiting: { time: number; text: string }[] = [];
  const tell = (until: number): void => {
    waiting.sort((a, b) => a.time - b.time);
    for (const { time, text } of waiting.filter((one) => one.time <= until))
      put(`${clockOf(time, words).padStart(9)}  ${text}`);
    waiting = waiting.filter((one) => one.time > until);
  };
  return {
    ...NOTHING,
    push: (event) => {
      if (event.event === 'link') put(say.link(describeImpairment(event.impairment, words)));
      else if (event.event === 'ended') {
        tell(Number.POSITIVE_INFINITY);
        const { name, seconds } = event.result;
        if (seconds !== null) put(say.ended(words.lesson.names[name], clockOf(seconds * 1e9, words)));
      } else if (event.event === 'happened' && alone) {
        for (const happening of event.happenings) {
          const text = sayHappening(event.racer, happening, words);
          if (text !== null) waiting.push({ time: timeOf(happening), text });
        }
        tell(Math.max(0, ...waiting.map(({ time }) => time)) - SETTLED);
      }
    },
  };
}
