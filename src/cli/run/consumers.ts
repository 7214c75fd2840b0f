/** What shows a run while it goes on: the dashboard, text lines on standard error, or nothing. */
import type { Warning } from '../../result/document/schema.ts';
import type { EffectiveSpec, RunSpec } from '../../result/spec.ts';
import type { LiveEvent } from '../../run/client/live/reported.ts';
import { planTransport } from '../../run/client/plan/effective.ts';
import type { Run } from '../../run/client/run.ts';
import { sentenceFor } from '../../words/index.ts';
import type { CliContext } from '../context.ts';
import type { Standing } from '../screen/aside.ts';
import type { UiKind } from './asked.ts';
import type { SaveKey } from './save-key.ts';

export interface Consumer {
  push(event: LiveEvent): void;
  /** Whoever looks sees it. */
  readonly shown: Promise<void>;
  /** @returns lines to print before the summary. */
  end(): Promise<readonly string[]>;
}

/** What the keys of the screen can do, beside ending the run. */
export interface ScreenKeys {
  readonly inLab: boolean;
  readonly save: SaveKey;
  /** Where the generators report to it; null: it is not drawn. */
  readonly reports: number | null;
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
  if (keys.reports !== null) return dashboard(spec, keys.reports, run, context, keys);
  if (kind === 'text') return textLines(context);
  return { push: () => {}, shown: Promise.resolve(), end: async () => [] };
}

async function dashboard(
  spec: RunSpec,
  reports: number,
  run: Run,
  context: CliContext,
  { inLab, save, tryLink }: ScreenKeys,
): Promise<Consumer> {
  const { ScreenHost } = await import('../screen/host.ts');
  const screen = new ScreenHost(spec, reports, standingFor(spec), context, {
    stop: () => run.stop(),
    save: () => save.press(),
    tryLink,
    setImpairment: inLab ? (impairment) => run.setImpairment(impairment) : undefined,
  });
  return {
    shown: screen.drawn(),
    push: (event) => {
      if (event.event === 'result') save.known(event.result);
      screen.push(event);
    },
    end: () => screen.ended,
  };
}

/** Of datagrams at a bitrate, where nobody said how large they are. */
const chosenSize = (spec: RunSpec, { size }: EffectiveSpec): number | undefined =>
  spec.bitrate != null && spec.size === null ? size['udp'] : undefined;

/** Probes per second up to which a run leaves some time on two processors. */
const LEAVES_TIME = 20_000;

/** A run that takes all there is would leave the last in the queue nothing. */
function standingFor(spec: RunSpec): Standing {
  const rates = spec.transports.map((transport) => planTransport(spec, transport).rate);
  return rates.every((rate) => typeof rate === 'number' && rate <= LEAVES_TIME) ? 'last' : 'behind';
}

export async function textLines(context: CliContext): Promise<Consumer> {
  const { intervalLine } = await import('../../present/text/interval-line.ts');
  const { words, stderr } = context;
  const warn = (warnings: readonly Warning[]): void => {
    for (const { code, details } of warnings)
      stderr.write(`${sentenceFor('warnings', words, code, details ?? {})?.message ?? ''}\n`);
  };
  return {
    shown: Promise.resolve(),
    push: (event) => {
      if (event.event === 'start') {
        const { serverAddress } = event.effective;
        if (serverAddress !== null) stderr.write(`${words.cli.status.connecting(serverAddress)}\n`);
        const size = chosenSize(event.spec, event.effective);
        if (size !== undefined) stderr.write(`${words.cli.status.chosenSize(size)}\n`);
        warn(event.warnings);
      } else if (event.event === 'granted') warn(event.warnings.filter(({ code }) => code !== 'notice'));
      else if (event.event === 'interval') {
        stderr.write(`${intervalLine(event.transport, event.interval, words)}\n`);
      }
    },
    end: async () => [],
  };
}
