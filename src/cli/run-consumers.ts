/** What shows a run while it goes on: the dashboard, text lines on standard error, or nothing. */
import type { RunEvent } from '../result/events.ts';
import type { RunSpec } from '../result/spec.ts';
import type { Run } from '../run/client/run.ts';
import { sentenceFor } from '../words/index.ts';
import type { CliContext } from './context.ts';
import type { SaveKey } from './save-key.ts';

export type UiKind = 'dashboard' | 'text' | 'none';

export interface Consumer {
  push(event: RunEvent): void;
  /** @returns lines to print before the summary. */
  end(): Promise<readonly string[]>;
}

/** What the keys of the screen can do, beside ending the run. */
export interface ScreenKeys {
  readonly inLab: boolean;
  readonly save: SaveKey;
  /** Absent where there is no link to try. */
  readonly tryLink: (() => void) | undefined;
}

export async function consumerFor(
  kind: UiKind,
  spec: RunSpec,
  run: Run,
  context: CliContext,
  keys: ScreenKeys,
): Promise<Consumer> {
  if (kind === 'dashboard') return dashboard(spec, run, context, keys);
  if (kind === 'text') return lines(context);
  return { push: () => {}, end: async () => [] };
}

async function dashboard(
  spec: RunSpec,
  run: Run,
  context: CliContext,
  { inLab, save, tryLink }: ScreenKeys,
): Promise<Consumer> {
  const { startDashboard } = await import('../present/live/index.ts');
  const { words, language, stdout, stdin, env } = context;
  const screen = startDashboard({
    words,
    language,
    stdout,
    stdin,
    env,
    spec,
    control: {
      stop: () => run.stop(),
      save: () => save.press(),
      tryLink,
      setImpairment: inLab ? (impairment) => run.setImpairment(impairment) : undefined,
    },
  });
  return {
    push: (event) => {
      if (event.event === 'result') save.known(event.result);
      screen.push(event);
    },
    end: async () => {
      await screen.ended;
      return screen.picture();
    },
  };
}

async function lines(context: CliContext): Promise<Consumer> {
  const { intervalLine } = await import('../present/interval-line.ts');
  const { words, stderr } = context;
  return {
    push: (event) => {
      if (event.event === 'start') {
        const { serverAddress } = event.effective;
        if (serverAddress !== null) stderr.write(`${words.cli.status.connecting(serverAddress)}\n`);
        for (const { code, details } of event.warnings)
          stderr.write(`${sentenceFor('warnings', words, code, details ?? {})?.message ?? ''}\n`);
      } else if (event.event === 'interval') {
        stderr.write(`${intervalLine(event.transport, event.interval, words)}\n`);
      }
    },
    end: async () => [],
  };
}
