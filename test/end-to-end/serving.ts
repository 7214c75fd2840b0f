/** A `sockbench serve` of the built command on a port of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { MAIN } from './lab-tools.ts';

export interface Serving {
  readonly port: number;
  stop(): Promise<void>;
}

export async function serving(...options: string[]): Promise<Serving> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--json-stream', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const first = once(child.stdout.setEncoding('utf8'), 'data') as Promise<[string]>;
  const line = await Promise.race([first, closed.then(() => undefined)]);
  if (line === undefined) throw new Error(`serve ended: ${said}`);
  return {
    port: (JSON.parse(line[0].split('\n')[0]!) as { port: number }).port,
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
    },
  };
}
