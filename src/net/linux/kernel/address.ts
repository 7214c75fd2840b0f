/** Socket addresses between text and bytes; IPv6 scopes (`fe80::1%eth0`) included. */
import { isIPv6 } from 'node:net';
import type { Address } from '../../port.ts';
import type { Calls } from './calls.ts';
import { AF_INET, AF_INET6 } from './constants.ts';
import { SOCKADDR_IN, SOCKADDR_IN6, SOCKADDR_ROOM } from './layout.ts';
import type { Memory } from './memory.ts';

export const familyOf = (address: string): number => (isIPv6(address) ? AF_INET6 : AF_INET);

/** Writes `where` at `offset` (SOCKADDR_ROOM bytes are cleared). @returns its length */
export function writeAddress(calls: Calls, memory: Memory, offset: number, where: Address): number {
  const { view } = memory;
  memory.bytes.fill(0, offset, offset + SOCKADDR_ROOM);
  const family = familyOf(where.address);
  view.setUint16(offset + SOCKADDR_IN.family, family, true);
  view.setUint16(offset + SOCKADDR_IN.port, where.port);
  const [text = '', scope] = where.address.split('%');
  const field = family === AF_INET6 ? SOCKADDR_IN6.address : SOCKADDR_IN.address;
  const room = family === AF_INET6 ? 16 : 4;
  if (calls.fromText(family, text, memory.at(offset + field, room)) !== 1)
    throw new TypeError(`${where.address} is not an address`);
  if (family === AF_INET) return SOCKADDR_IN.size;
  if (scope !== undefined) view.setUint32(offset + SOCKADDR_IN6.scope, scopeIndex(calls, scope), true);
  return SOCKADDR_IN6.size;
}

const scopeIndex = (calls: Calls, scope: string): number =>
  /^\d+$/.test(scope) ? Number(scope) : calls.interfaceIndex(scope);

/** Reads the address that stands at `offset`. */
export function readAddress(calls: Calls, memory: Memory, offset: number): Address {
  const { view } = memory;
  const family = view.getUint16(offset, true);
  const port = view.getUint16(offset + SOCKADDR_IN.port);
  const field = family === AF_INET6 ? SOCKADDR_IN6.address : SOCKADDR_IN.address;
  const room = memory.bytes.length - TEXT_ROOM;
  const source = memory.at(offset + field, family === AF_INET6 ? 16 : 4);
  calls.toText(family, source, memory.at(room, TEXT_ROOM), TEXT_ROOM);
  const text = memory.bytes.toString('latin1', room, memory.bytes.indexOf(0, room));
  const scope = family === AF_INET6 ? view.getUint32(offset + SOCKADDR_IN6.scope, true) : 0;
  return { address: scope === 0 ? text : `${text}%${scope}`, port };
}

/** INET6_ADDRSTRLEN is 46; the end of the memory is used for text. */
const TEXT_ROOM = 64;
