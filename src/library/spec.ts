/** From what a program asks for to a whole RunSpec. */
import * as v from 'valibot';
import { SockbenchError } from '../errors.ts';
import { type RunSpec, RunSpecSchema } from '../result/spec.ts';
import { SECOND } from '../units.ts';

/**
 * A run as a program asks for it: what is left out has the default of the command line. Times are ns, rates per second;
 * without a `target` the run starts a server of its own, on loopback, or behind the link of `impairment`.
 */
export type RunRequest = Partial<Omit<RunSpec, 'transports'>> & Pick<RunSpec, 'transports'>;

const DEFAULTS: Omit<RunSpec, 'transports' | 'seed'> = {
  target: null,
  mode: 'echo',
  clients: 1,
  rate: null,
  arrivals: 'periodic',
  size: null,
  duration: null,
  count: null,
  warmup: null,
  lossThreshold: 3 * SECOND,
  interval: SECOND,
  threads: 1,
  engine: 'auto',
  busyPoll: false,
  bind: null,
  family: 0,
  dscp: null,
  sendBuffer: null,
  receiveBuffer: null,
  nagle: false,
  congestionControl: null,
  impairment: null,
  perFlow: false,
  together: null,
  ownNetwork: false,
  asserts: [],
};

/** @throws SockbenchError `bad-spec`: the field, and why it cannot be so */
export function specOf(request: RunRequest): RunSpec {
  const given = Object.entries(request).filter(([, value]) => value !== undefined);
  const unknown = given.find(([name]) => !(name in RunSpecSchema.entries));
  if (unknown !== undefined) return refuse(unknown[0], 'there is no such field');
  const seed = request.impairment?.seed ?? Math.floor(Math.random() * 2 ** 32);
  const parsed = v.safeParse(RunSpecSchema, { ...DEFAULTS, seed, ...Object.fromEntries(given) });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return refuse(v.getDotPath(issue) ?? '', issue.message);
  }
  const spec = parsed.output;
  const reason = contradiction(spec);
  return reason === undefined ? Object.freeze(spec) : refuse(...reason);
}

/** Fields that do not go together. */
function contradiction({
  transports,
  mode,
  target,
  impairment,
  threads,
  clients,
}: RunSpec): [field: string, reason: string] | undefined {
  if (transports.length === 0) return ['transports', 'at least one of tcp and udp'];
  if (new Set(transports).size < transports.length) return ['transports', 'each of tcp and udp once'];
  if (mode === 'connect' && transports.includes('udp')) return ['mode', 'connect is for tcp alone'];
  if (target?.scheme === 'echo' && mode !== 'echo')
    return ['mode', 'a plain echo server has mode echo alone'];
  if (impairment !== null && target !== null) return ['impairment', 'only without a target'];
  if (threads > clients) return ['threads', 'at most as many as clients'];
  return undefined;
}

function refuse(field: string, reason: string): never {
  throw new SockbenchError('bad-spec', 'ask', { field, reason });
}
