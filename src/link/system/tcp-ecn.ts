/**
 * The setting `net.ipv4.tcp_ecn` of one network namespace (Linux, Documentation/networking/ip-sysctl): whether TCP asks
 * for explicit congestion notification, over IPv6 too. Its file stays in the namespace it was opened in.
 */
import { openSync, readSync, writeSync } from 'node:fs';

const FILE = '/proc/sys/net/ipv4/tcp_ecn';
const ASK = '1';

export class TcpEcn {
  readonly #fd: number | null;
  /** As the system had it. */
  readonly #found: string;

  /** Of the calling thread's namespace. */
  constructor() {
    this.#fd = opened();
    this.#found = this.#fd === null ? '' : readText(this.#fd);
  }

  /** For connections that begin from now on. @returns false where the setting is closed: some containers mount it read-only */
  set(ask: boolean): boolean {
    if (this.#fd === null) return false;
    try {
      writeSync(this.#fd, ask ? ASK : this.#found, 0);
      return true;
    } catch {
      return false;
    }
  }
}

function readText(fd: number): string {
  const buffer = Buffer.alloc(16);
  return buffer.toString('latin1', 0, readSync(fd, buffer, 0, buffer.length, 0)).trim();
}

function opened(): number | null {
  try {
    return openSync(FILE, 'r+');
  } catch {
    return null;
  }
}
