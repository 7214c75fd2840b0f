/** Names of fleets and agents, and the subjects that are made of them. */

/** Of what a message means; in each subject, and in each message. */
export const BUS_VERSION = 1;

/** What may stand in a subject, in a file name and on a terminal. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;

/** Thirty-two hexadecimal digits. */
export const ID = /^[0-9a-f]{32}$/;

export interface Subjects {
  /** Coordinators to everybody. */
  readonly all: string;
  /** Agents to the coordinator. */
  readonly coordinator: string;
  /** The coordinator to one agent. */
  agent(id: string): string;
}

export function subjectsOf(fleet: string): Subjects {
  const of = `sockbench.v${BUS_VERSION}.${fleet}`;
  return { all: `${of}.all`, coordinator: `${of}.coordinator`, agent: (id) => `${of}.agent.${id}` };
}
/** What a machine or a person is called, as a name of ours. */
export const nameFrom = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9_-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 32) || 'agent';
