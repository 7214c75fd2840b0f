/** What was typed after `agent`, read: who it is, and what its owner allows. */
import { hostname } from 'node:os';
import { type Allowance, type TargetRule, targetRule } from '../../fleet/agent/allowance.ts';
import { NAME, nameFrom } from '../../fleet/protocol/names.ts';
import { MILLISECOND, parseBits, parseNumber, SECOND } from '../../units.ts';
import type { Words } from '../../words/index.ts';
import { duration, optional, refuse, whole } from '../options/values.ts';

export interface AgentTyped {
  bus?: string;
  name?: string;
  fleet?: string;
  allow?: string;
  allowFlood?: boolean;
  maxRate?: string;
  maxBitrate?: string;
  maxDuration?: string;
  maxClients?: string;
  keyFile?: string;
  once?: boolean;
  ui?: string;
  lang?: string;
}

/** As a server's. */
const DEFAULTS = { rate: 10e6, bitrate: 100e9, duration: 3600 * SECOND, clients: 10_000 };

/** @param keyed whoever asks has proved to have the key @throws SockbenchError `bad-option` */
export function allowanceFrom(typed: AgentTyped, keyed: boolean, { fleet, serve }: Words): Allowance {
  const most = Number.MAX_SAFE_INTEGER;
  const { allowed } = serve;
  return {
    targets:
      typed.allow === undefined
        ? [keyed ? { kind: 'anywhere' } : { kind: 'own' }]
        : rulesFrom(typed.allow, fleet.allowed.targets),
    rate: whole('--max-rate', typed.maxRate, 1, most, allowed.count, parseNumber) ?? DEFAULTS.rate,
    bitrate: whole('--max-bitrate', typed.maxBitrate, 1, most, allowed.bits, parseBits) ?? DEFAULTS.bitrate,
    duration: duration('--max-duration', typed.maxDuration, MILLISECOND, allowed.time) ?? DEFAULTS.duration,
    clients:
      whole('--max-clients', typed.maxClients, 1, most, allowed.count, parseNumber) ?? DEFAULTS.clients,
    flood: typed.allowFlood === true,
  };
}

const rulesFrom = (text: string, allowed: string): TargetRule[] =>
  text.split(',').map((part) => targetRule(part.trim()) ?? refuse('--allow', text, allowed));

/** Two on one machine are told apart by their processes. */
export const agentName = (typed: string | undefined, { fleet }: Words): string =>
  optional('--name', typed, (text) => (NAME.test(text) ? text : undefined), fleet.allowed.name) ??
  nameFrom(`${hostname().split('.')[0]!.slice(0, 24)}-${process.pid}`);
