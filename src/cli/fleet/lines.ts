/** A fleet as text lines on standard error: who is there, then one line a second. */

import { safeText } from '../../present/safe-text.ts';
import { fleetLines } from '../../present/text/fleet-line.ts';
import type { RunEvent } from '../../result/events/events.ts';
import type { AgentMoment, FleetMoment } from '../../result/events/fleet-events.ts';
import type { CliContext } from '../context.ts';

export class FleetLines {
  readonly #context: CliContext;
  #said = '';

  constructor(context: CliContext) {
    this.#context = context;
  }

  push(event: RunEvent): void {
    if (event.event === 'agents') for (const line of this.#of(event)) this.#write(line);
  }

  #write(line: string): void {
    this.#context.stderr.write(`${line}\n`);
  }

  /** Before the run only what is new; while it goes on one line a second. */
  #of(moment: FleetMoment): string[] {
    const { words } = this.#context;
    const changes = this.#changes(moment.agents);
    return moment.atSeconds === null ? changes : [...changes, ...fleetLines(moment, words)];
  }

  #changes(agents: readonly AgentMoment[]): string[] {
    const states = this.#context.words.fleet.states;
    const said = agents.map(({ name, state }) => `${safeText(name)} ${states[state]}`).join(', ');
    if (said === this.#said || said === '') return [];
    this.#said = said;
    return [said];
  }
}
