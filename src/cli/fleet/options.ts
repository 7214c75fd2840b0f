/** What was typed of a fleet, read: how many agents, of which fleet, and for how long they are waited for. */
import { NAME } from '../../fleet/protocol/names.ts';
import { SECOND } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { impairmentFrom, linkOption } from '../options/impairment.ts';
import type { RunOptions } from '../options/run-options.ts';
import { clash, duration, optional, whole } from '../options/values.ts';

export interface FleetOptions extends RunOptions {
  agents?: string;
  bus?: string;
  fleet?: string;
  wait?: string;
}

export interface FleetWish {
  readonly agents: number;
  readonly fleet: string;
  /** ns. */
  readonly patience: number;
}

/** Processes on one machine. */
const MOST_LOCAL = 64;
const MOST_REMOTE = 1024;
const PATIENCE = 30 * SECOND;

/** @param local agents on this machine alone @throws SockbenchError `bad-option`, `options-clash` */
export function fleetFrom(options: FleetOptions, local: boolean, words: Words): FleetWish {
  const most = local ? MOST_LOCAL : MOST_REMOTE;
  const { allowed } = words.fleet;
  if (impairmentFrom(options, 0, words) !== null) clash(linkOption(options), 'fleet', allowed.noLink);
  if (options.repeat !== undefined) clash('--repeat', 'fleet', allowed.noRepeat);
  return {
    agents: whole('--agents', options.agents, 1, most, words.cli.allowed.upTo(most))!,
    fleet: fleetName(options.fleet, words),
    patience: duration('--wait', options.wait, SECOND, words.cli.allowed.duration) ?? PATIENCE,
  };
}

export const fleetName = (typed: string | undefined, { fleet }: Words): string =>
  optional('--fleet', typed, (text) => (NAME.test(text) ? text : undefined), fleet.allowed.name) ?? 'default';
