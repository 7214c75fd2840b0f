/** From a target to its addresses. */
import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { SockbenchError } from '../../../errors.ts';
import { socketFailure } from '../../../net/failure.ts';
import { LINK_LOCAL, requireZone } from '../../../net/local.ts';
import type { RunSpec, Target } from '../../../result/spec.ts';

type Family = RunSpec['family'];
type Lookup = (host: string, options: LookupAllOptions) => Promise<LookupAddress[]>;

/**
 * All addresses of a target, in the order in which they are to be tried: a name is all its addresses (RFC 8305).
 * @param family 0: either
 * @throws SockbenchError `unresolvable`, `name-server`, `wrong-family`, `name-family`, `scope-missing`, `no-interface`
 */
export async function resolveAll(
  { host, port }: Pick<Target, 'host' | 'port'>,
  family: Family,
  look: Lookup = lookup,
): Promise<string[]> {
  const literal = isIP(host.split('%')[0]!);
  if (literal !== 0 && family !== 0 && family !== literal)
    throw new SockbenchError('wrong-family', 'resolve', { address: host, family });
  if (literal !== 0) {
    requireZone(host, 'resolve');
    return [host];
  }
  const ask = (which: Family) => look(host, { family: which, all: true, verbatim: true });
  try {
    return inOrder(await ask(family));
  } catch (cause) {
    if (cause instanceof SockbenchError) throw cause;
    // Whatever went wrong, it is the name that was to be resolved.
    const { code } = socketFailure(cause, 'resolve', { address: host, port });
    const unanswered = code === 'name-server' || code === 'too-many-files';
    // A name that this machine knows by itself, of the other family, needs no name server.
    const others = family === 0 || code === 'too-many-files' ? [] : await ask(0).catch(() => []);
    if (others.length > 0)
      throw new SockbenchError('name-family', 'resolve', { address: host, family }, cause);
    throw new SockbenchError(unanswered ? code : 'unresolvable', 'resolve', { address: host }, cause);
  }
}

/** The families take turns, beginning with the one that the system prefers (RFC 8305, section 4). */
function inOrder(found: readonly LookupAddress[]): string[] {
  const all = [...new Map(found.map((one) => [one.address, one])).values()];
  // A name's link-local address says nothing of the interface that leads there.
  const usable = all.filter(({ address }) => !LINK_LOCAL.test(address));
  if (usable.length === 0) requireZone(all[0]!.address, 'resolve');
  const preferred = usable.filter(({ family }) => family === usable[0]!.family);
  const other = usable.filter(({ family }) => family !== usable[0]!.family);
  const longest = Math.max(preferred.length, other.length);
  const turns = Array.from({ length: longest }, (_, i) => [preferred[i], other[i]]).flat();
  return turns.flatMap((one) => (one === undefined ? [] : [one.address]));
}

/** The first of them, where nobody asks which one answers. */
export const resolveTarget = async (target: Target, family: Family): Promise<string> =>
  (await resolveAll(target, family))[0]!;

/** Loopback, private (RFC 1918, RFC 4193), link-local and shared (RFC 6598) addresses. */
const OWN = new BlockList();
OWN.addSubnet('127.0.0.0', 8);
OWN.addSubnet('10.0.0.0', 8);
OWN.addSubnet('172.16.0.0', 12);
OWN.addSubnet('192.168.0.0', 16);
OWN.addSubnet('169.254.0.0', 16);
OWN.addSubnet('100.64.0.0', 10);
OWN.addAddress('::1', 'ipv6');
OWN.addSubnet('fc00::', 7, 'ipv6');
OWN.addSubnet('fe80::', 10, 'ipv6');

export function isOwnNetwork(address: string): boolean {
  const bare = address.split('%')[0]!;
  return OWN.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4');
}
