/** What shows a fleet while it works: the screen, lines on standard error, or nothing. */
import type { RunEvent } from '../../result/events/events.ts';
import type { RunSpec } from '../../result/spec.ts';
import type { CliContext } from '../context.ts';
import type { UiKind } from '../run/asked.ts';
import { FleetLines } from './lines.ts';

export interface FleetShow {
  push(event: RunEvent): void;
  end(): void;
}

export async function fleetShow(
  kind: UiKind,
  { spec, agents, bus }: { spec: RunSpec; agents: number; bus: string | null },
  context: CliContext,
  stop: () => void,
): Promise<FleetShow> {
  if (kind === 'none') return { push: () => {}, end: () => {} };
  if (kind === 'text') {
    const lines = new FleetLines(context);
    return { push: (event) => lines.push(event), end: () => {} };
  }
  const { startFleetScreen } = await import('../../present/live/index.ts');
  const asked = [spec.transports.join(' + '), askedOf(spec), bus ?? '']
    .filter((part) => part !== '')
    .join('  ');
  const screen = startFleetScreen(context, { asked, wanted: agents }, stop);
  return {
    push: (event) => {
      if (event.event === 'agents') screen.push(event);
    },
    end: () => screen.close(),
  };
}

const askedOf = ({ target }: RunSpec): string => (target === null ? '' : `${target.host}:${target.port}`);
