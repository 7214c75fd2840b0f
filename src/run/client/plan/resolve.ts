/** From a target to one address. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { SockbenchError } from '../../../errors.ts';
import { socketFailure } from '../../../net/failure.ts';
import { requireZone } from '../../../net/local.ts';
import type { RunSpec, Target } from '../../../result/spec.ts';

/** @throws SockbenchError `unresolvable`, `name-server`, `wrong-family`, `scope-missing`, `no-interface` */
export async function resolveTarget(target: Target, family: RunSpec['family']): Promise<string> {
  const literal = isIP(target.host.split('%')[0]!);
  if (literal !== 0 && family !== 0 && family !== literal)
    throw new SockbenchError('wrong-family', 'resolve', { address: target.host, family });
  if (literal !== 0) {
    requireZone(target.host, 'resolve');
    return target.host;
  }
  try {
    const { address } = await lookup(target.host, { family, verbatim: true });
    return address;
  } catch (cause) {
    // Whatever went wrong, it is the name that was to be resolved.
    const { code } = socketFailure(cause, 'resolve', { address: target.host, port: target.port });
    const unanswered = code === 'name-server' || code === 'too-many-files';
    throw new SockbenchError(unanswered ? code : 'unresolvable', 'resolve', { address: target.host }, cause);
  }
}

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
