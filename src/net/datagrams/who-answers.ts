/** Nobody answered on a connected socket, which hears one address alone: does anybody else, or does the network say no? */
import { createSocket } from 'node:dgram';
import { isIPv6, SocketAddress } from 'node:net';
import type { Address } from '../port.ts';
import { ConnectedSocket } from './connected.ts';
import { familyOf } from './sharing.ts';

/** One byte more, on a socket that is told of ICMP, and on one that hears everybody. */
const QUESTION = Buffer.alloc(1);

/**
 * @param patience ms
 * @returns `refused`: ICMP says that nobody listens there; `asked`: an answer came; another address from which one came;
 * undefined: silence
 */
export function whoAnswers(
  asked: Address,
  patience: number,
): Promise<'refused' | 'asked' | Address | undefined> {
  return new Promise((resolve) => {
    const settle = (found?: 'refused' | 'asked' | Address): void => {
      clearTimeout(timer);
      connected.close();
      if (!closed) everybody.close();
      closed = true;
      resolve(found);
    };
    let closed = false;
    const timer = setTimeout(settle, patience);
    const refused = ({ code }: NodeJS.ErrnoException): void => {
      if (code === 'ECONNREFUSED') settle('refused');
    };
    const connected = new ConnectedSocket(asked, { error: refused }, () => connected.send(QUESTION));
    const everybody = createSocket(familyOf(asked.address));
    everybody.on('error', () => {});
    everybody.on('message', (_, { address, port }) =>
      settle(isSame({ address, port }, asked) ? 'asked' : { address, port }),
    );
    everybody.send(QUESTION, asked.port, asked.address);
  });
}

const isSame = (one: Address, other: Address): boolean =>
  one.port === other.port && canonical(one.address) === canonical(other.address);

/** An IPv6 address can be typed in many ways. */
function canonical(address: string): string {
  const bare = address.split('%')[0]!;
  return isIPv6(bare) ? new SocketAddress({ address: bare, family: 'ipv6' }).address : bare;
}
