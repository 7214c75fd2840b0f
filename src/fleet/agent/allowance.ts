/** What an agent's owner lets others do with this machine: whom to load, how much, for how long. Pure. */
import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Target } from '../../result/spec.ts';
import { planTransport, runsTogether, type TransportPlan } from '../../run/client/plan/effective.ts';
import { offeredProbes } from '../../run/client/plan/offered-load.ts';
import { isOwnNetwork } from '../../run/client/plan/resolve.ts';
import type { Failure, Task } from '../protocol/messages.ts';

/** `anywhere`; `own`: loopback, private and link-local addresses; a name or an address; a network. */
export type TargetRule =
  | { readonly kind: 'anywhere' }
  | { readonly kind: 'own' }
  | { readonly kind: 'host'; readonly host: string; readonly port: number | null }
  | { readonly kind: 'network'; readonly address: string; readonly prefix: number };

export interface Allowance {
  readonly targets: readonly TargetRule[];
  /** Probes per second, and payload bits per second and direction. */
  readonly rate: number;
  readonly bitrate: number;
  /** ns, warm-up included. */
  readonly duration: number;
  readonly clients: number;
  /** Floods, and what the public bound forbids, where the coordinator consents as well. */
  readonly flood: boolean;
}

/** @returns undefined where it is no rule */
export function targetRule(text: string): TargetRule | undefined {
  if (text === '*') return { kind: 'anywhere' };
  if (text === 'own') return { kind: 'own' };
  const network = /^([0-9A-Fa-f:.]+)\/(\d{1,3})$/.exec(text);
  if (network !== null) {
    const [, address, prefix] = network as unknown as [string, string, string];
    const family = isIP(address);
    if (family === 0 || Number(prefix) > (family === 6 ? 128 : 32)) return undefined;
    return { kind: 'network', address, prefix: Number(prefix) };
  }
  if (isIP(text) !== 0) return { kind: 'host', host: text, port: null };
  const host = /^(?:\[([^\]]+)\]|([A-Za-z0-9._-]{1,253}))(?::(\d{1,5}))?$/.exec(text);
  if (host === null || Number(host[3] ?? 1) > 65_535) return undefined;
  return { kind: 'host', host: (host[1] ?? host[2])!, port: host[3] === undefined ? null : Number(host[3]) };
}

/** @param address where the target's name leads @returns by its name or its address */
export function allowsTarget(rules: readonly TargetRule[], { host, port }: Target, address: string): boolean {
  const bare = address.split('%')[0]!;
  const family = isIPv6(bare) ? 'ipv6' : 'ipv4';
  return rules.some((rule) => {
    if (rule.kind === 'anywhere') return true;
    if (rule.kind === 'own') return isOwnNetwork(bare);
    if (rule.kind === 'host')
      return (
        (rule.port ?? port) === port && (rule.host === bare || rule.host.toLowerCase() === host.toLowerCase())
      );
    const list = new BlockList();
    list.addSubnet(rule.address, rule.prefix, isIPv6(rule.address) ? 'ipv6' : 'ipv4');
    return list.check(bare, family);
  });
}

export const notAllowed = (limit: string, details: Failure['details'] = {}): Failure => ({
  code: 'not-allowed',
  operation: 'prepare',
  details: { limit, ...details },
});

const MOST_THREADS = 64;
const MOST_SIZE = 16 * 2 ** 20;
/** No more are taken of a part (protocol/ledger-schema.ts). */
const MOST_INTERVALS = 1_000_000;

/** What no coordinator of ours asks for: each would get round a limit, or take memory without end. */
function isOdd({ spec }: Task): boolean {
  const { transports, threads, clients, size, interval, duration, warmup, lossThreshold } = spec;
  return (
    spec.target === null ||
    spec.impairment !== null ||
    spec.perProbe === true ||
    transports.length === 0 ||
    new Set(transports).size < transports.length ||
    threads > Math.min(MOST_THREADS, clients) ||
    (size ?? 0) > MOST_SIZE ||
    interval < 1e6 ||
    [duration ?? 0, warmup ?? 0, lossThreshold].some((time) => time < 0)
  );
}

/** Why its owner does not let it do this, whoever the target is; undefined: it may. */
export function refusal(
  { rate, bitrate, duration, clients, flood }: Allowance,
  task: Task,
): Failure | undefined {
  if (isOdd(task)) return notAllowed('shape');
  const { spec } = task;
  const over = (limit: string, amount: number, most: number): Failure | undefined =>
    amount > most ? notAllowed(limit, { amount, most }) : undefined;
  const plans = spec.transports.map((transport) => planTransport(spec, transport));
  const floods = plans.some((plan) => plan.rate === 'max');
  if (floods && !flood) return notAllowed('flood');
  const probes = (plan: TransportPlan): number => (plan.rate === 'max' ? 0 : offeredProbes(plan));
  // What goes out at the same time counts together.
  const most = (of: (plan: TransportPlan) => number): number =>
    runsTogether(spec, plans) ? plans.reduce((all, plan) => all + of(plan), 0) : Math.max(...plans.map(of));
  const longest = Math.max(...plans.map((plan) => plan.duration + plan.warmup));
  return (
    over('clients', spec.clients, clients) ??
    over('rate', most(probes), rate) ??
    over(
      'bitrate',
      most((plan) => probes(plan) * plan.size * 8),
      bitrate,
    ) ??
    over('duration', Math.max(longest, spec.lossThreshold), duration) ??
    (longest / spec.interval > MOST_INTERVALS ? notAllowed('shape') : undefined)
  );
}
