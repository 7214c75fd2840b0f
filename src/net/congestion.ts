/** TCP's congestion control on this machine, as the kernel tells it (Linux, Documentation/networking/ip-sysctl). */
import { readFileSync } from 'node:fs';

const FOLDER = '/proc/sys/net/ipv4';

/** The names of those it offers; null where it does not tell. */
export const congestionOffered = (): readonly string[] | null =>
  read('tcp_available_congestion_control')?.split(/\s+/) ?? null;

/** What a connection has that asks for none, unless its route names another; null where it does not tell. */
export const congestionUsual = (): string | null => read('tcp_congestion_control');

function read(name: string): string | null {
  try {
    return readFileSync(`${FOLDER}/${name}`, 'latin1').trim();
  } catch {
    return null;
  }
}
