/**
 * The server that `tcp`, `udp` and `compare` start for themselves: a child process on loopback (its own core, its own
 * table of open files). It runs the hidden command `serve --embedded`, reports its port over IPC, and ends with the
 * channel: whatever happens to the parent, SIGKILL included.
 */
export interface EmbeddedServer {
  readonly host: string;
  readonly port: number;
  /** Ends the child; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly engine?: 'auto' | 'portable' | 'linux';
}

/** @throws SockbenchError `server-start` where the child does not come up */
export async function startEmbeddedServer(_options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  throw new Error('not yet');
}
