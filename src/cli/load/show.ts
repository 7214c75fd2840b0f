/** What shows a load while it goes on: lines on standard error, or nothing. */
import type { ExperimentEvent } from '../../experiment/contract.ts';
import { type LoadPlan, PROBES } from '../../experiment/load/plan.ts';
import { formatFor } from '../../present/format.ts';
import type { LoadDocument, LoadedPhase } from '../../result/document/load.ts';
import type { CliContext } from '../context.ts';
import type { LoadTyped } from '../options/load-options.ts';
import { choice } from '../options/values.ts';
import { canDraw } from '../terminal.ts';

type Kind = 'dashboard' | 'text' | 'none';

export interface LoadShow {
  push(event: ExperimentEvent<LoadDocument>): void;
  end(): void;
}

/** @throws SockbenchError `bad-option` */
export function showsLoad({ ui: typed, json, jsonStream }: LoadTyped, context: CliContext): Kind {
  const { stdin, words } = context;
  const kinds = ['auto', 'dashboard', 'text', 'none'] as const;
  const ui = choice('--ui', typed, kinds, words.cli.allowed.choice(kinds.join(', '))) ?? 'auto';
  const text = json !== true && jsonStream !== true;
  const screen = ui === 'dashboard' || (ui === 'auto' && stdin.isTTY === true && text);
  if (screen && canDraw(context)) return 'dashboard';
  return ui === 'none' ? 'none' : 'text';
}

export async function loadShow(plan: LoadPlan, options: LoadTyped, context: CliContext): Promise<LoadShow> {
  return showsLoad(options, context) === 'none' ? { push: () => {}, end: () => {} } : lines(plan, context);
}

function lines(_: LoadPlan, { stderr, words }: CliContext): LoadShow {
  const { progress, phases } = words.load;
  const format = formatFor(words);
  const put = (text: string): void => void stderr.write(`${text}\n`);
  return {
    push: (event) => {
      if (event.event !== 'run') return;
      const { run, of } = event;
      if (of.event === 'start') put(run === PROBES ? progress.idle : progress[run as LoadedPhase]);
      else if (of.event === 'result' && run !== PROBES) {
        const goodput = of.result.transports[0]?.goodput;
        if (goodput === undefined) return;
        put(progress.carried(phases[run as LoadedPhase], format.bits(goodput.up), format.bits(goodput.down)));
      }
    },
    end: () => {},
  };
}
