/** What shows a load while it goes on: the screen, lines on standard error, or nothing. */
import type { ExperimentEvent, Runner } from '../../experiment/contract.ts';
import { type LoadPlan, PROBES } from '../../experiment/load/plan.ts';
import { formatFor } from '../../present/format.ts';
import type { ByHand, LoadDocument, LoadedPhase } from '../../result/document/load.ts';
import type { Impairment } from '../../result/impairment.ts';
import type { Direction } from '../../units.ts';
import type { CliContext } from '../context.ts';
import { choice } from '../options/values.ts';
import { canDraw, forScreen } from '../terminal.ts';
import { Hands } from './hands.ts';
import type { LoadTyped } from './options.ts';

export type ShowKind = 'dashboard' | 'text' | 'none';

export interface LoadShow {
  push(event: ExperimentEvent<LoadDocument>): void;
  /** What was planned is done: resolves when the person has seen enough. */
  over(document: LoadDocument): Promise<void>;
  /** What was done by hand, where anything was. */
  byHand(): ByHand | undefined;
  /** They are not waited for any more. */
  leave(): void;
  end(): Promise<void>;
}

export interface ShowKeys {
  readonly end: () => void;
  /** Runs by hand go where the others went. */
  readonly runner: Runner;
  readonly setImpairment: (impairment: Impairment) => void;
}

/** @throws SockbenchError `bad-option` */
export function showsLoad({ ui: typed, json, jsonStream }: LoadTyped, context: CliContext): ShowKind {
  const { stdin, stderr, words } = context;
  const kinds = ['auto', 'dashboard', 'text', 'none'] as const;
  const ui = choice('--ui', typed, kinds, words.cli.allowed.choice(kinds.join(', '))) ?? 'auto';
  const text = json !== true && jsonStream !== true;
  const screen = ui === 'dashboard' || (ui === 'auto' && stdin.isTTY === true && text);
  if (screen && canDraw(context)) return 'dashboard';
  if (ui === 'dashboard') stderr.write(`${words.cli.status.noTerminal}\n`);
  return ui === 'none' ? 'none' : 'text';
}

export function loadShow(
  kind: ShowKind,
  plan: LoadPlan,
  options: LoadTyped,
  context: CliContext,
  keys: ShowKeys,
): LoadShow | Promise<LoadShow> {
  if (kind === 'dashboard') return screen(plan, options, context, keys);
  return kind === 'text' ? { ...NOTHING, push: lines(context) } : NOTHING;
}

const NOTHING: LoadShow = {
  push: () => {},
  over: async () => {},
  byHand: () => undefined,
  leave: () => {},
  end: async () => {},
};

async function screen(
  plan: LoadPlan,
  options: LoadTyped,
  context: CliContext,
  { end, runner, setImpairment }: ShowKeys,
): Promise<LoadShow> {
  const { startLoadScreen } = await import('../../present/live/index.ts');
  let leave = (): void => {};
  const toldToLeave = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const toggle = (way: Direction): void => {
    if (hands.toggle(way)) shown.push({ event: 'by-hand' });
  };
  const shown = startLoadScreen({
    ...forScreen(options.color, context),
    spec: plan,
    end,
    toggle,
    setImpairment,
  });
  const hands = new Hands(plan, runner, (run, of) => shown.push({ event: 'run', run, of }));
  return {
    push: (event) => {
      if (event.event === 'run') shown.push({ event: 'run', run: event.run, of: event.of });
    },
    over: async (document) => {
      shown.push({ event: 'over', document });
      if (document.ending.status === 'completed') await Promise.race([shown.left, toldToLeave]);
    },
    byHand: () => shown.byHand(),
    leave,
    end: async () => {
      shown.close();
      await hands.close();
    },
  };
}

/** What begins, and what it came to. */
function lines({ stderr, words }: CliContext): LoadShow['push'] {
  const { progress, phases } = words.load;
  const format = formatFor(words);
  const put = (text: string): void => void stderr.write(`${text}\n`);
  return (event) => {
    if (event.event !== 'run') return;
    const { run, of } = event;
    if (of.event === 'start') put(run === PROBES ? progress.idle : progress[run as LoadedPhase]);
    else if (of.event === 'result' && run !== PROBES) {
      const goodput = of.result.transports[0]?.goodput;
      if (goodput === undefined) return;
      put(progress.carried(phases[run as LoadedPhase], format.bits(goodput.up), format.bits(goodput.down)));
    }
  };
}
