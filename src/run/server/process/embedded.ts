/**
 * The server that `tcp`, `udp` and `compare` start for themselves: a child process on loopback (its own core, its own
 * table of open files). It reports its port over IPC, and ends with that channel: whatever happens to the parent,
 * SIGKILL included.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { failureOf } from '../../thread-failure.ts';
import { withoutKey } from '../../without-key.ts';
import type { EngineChoice } from '../options.ts';
import type { FromEmbedded, ToEmbedded } from './embedded-messages.ts';

export interface EmbeddedServer {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  /** Ends the child; resolves when it is gone. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  readonly engine?: EngineChoice;
  /** Loopback address to listen on. */
  readonly host?: string;
  /** Nonce of the only client that it serves; absent: it serves anybody. */
  readonly caller?: string;
  /** That it will have at once; 1 where it is not said. */
  readonly sessions?: number;
}

const PATIENCE_MS = 15_000;
/** From SIGTERM to SIGKILL. */
const STOP_MS = 2000;
/** What a child that failed said last. */
const MOST_SAID = 2000;

/** @throws SockbenchError `server-start` where the child does not come up */
export async function startEmbeddedServer(options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const host = options.host ?? '127.0.0.1';
  // Tests that run from source find the process in the build.
  const entry = new URL('./embedded-process.js', import.meta.url).href.replace('/src/run/', '/dist/run/');
  const child = fork(fileURLToPath(entry), [], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: withoutKey(process.env),
  });
  const message: ToEmbedded = {
    host,
    engine: options.engine ?? 'auto',
    caller: options.caller ?? null,
    sessions: options.sessions ?? 1,
  };
  child.send(message);
  const port = await started(child);
  // The child alone must not keep the run's process alive.
  child.unref();
  child.channel?.unref();
  (child.stderr as unknown as { unref(): void } | null)?.unref();
  return { host, port, pid: child.pid!, stop: () => stop(child) };
}

function started(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-MOST_SAID);
    });
    const timer = setTimeout(() => fail(`it did not answer within ${PATIENCE_MS / 1000} s.`), PATIENCE_MS);
    const fail = (reason: string, cause?: unknown) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(
        failureOf('server-start', 'start', { reason: noFiles(said) ?? firstLine(said) ?? reason }, cause),
      );
    };
    child.once('error', (error) => fail(error.message, error));
    child.once('exit', (code, signal) => fail(`its process ended (${signal ?? `status ${code}`}).`));
    child.once('message', (message: FromEmbedded) => {
      if ('failed' in message) return fail(message.failed);
      clearTimeout(timer);
      child.removeAllListeners('exit');
      resolve(message.port);
    });
  });
}

/** Node says it at the end of a long text. */
const noFiles = (text: string): string | undefined => /\bE[MN]FILE\b/.exec(text)?.[0];

const firstLine = (text: string): string | undefined =>
  text
    .split('\n')
    .find((line) => /\S/.test(line))
    ?.trim();

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.ref();
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    if (child.connected) child.disconnect();
    else child.kill('SIGTERM');
  });
}
