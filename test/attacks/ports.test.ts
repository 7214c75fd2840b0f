/** Other users of the machine want what comes to a port: they get none of it, not even in the moment when a flow is opened. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MAIN } from '../end-to-end/command.ts';
import { noLab } from '../end-to-end/lab-tools.ts';
import { ENGINES } from '../run/server/attacks/honest.ts';
import { bench, built } from '../run/server/bench.ts';
import { DatagramFlow } from '../run/server/client.ts';
import { noOtherUser, thieves } from './other-user.ts';

const SECONDS = 0.5;

/** A command of ours that listens, until the test has finished. @returns its port */
async function listening(words: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    child.kill();
    await once(child, 'exit');
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await expect.poll(() => said, { timeout: 20_000 }).toMatch(/port \d+/);
  return Number(/port (\d+)/.exec(said)![1]);
}

const nothing = (): Promise<void> => Promise.resolve();
/** One socket is bound to IPv4 alone: `::1` is somebody else's to have. */
const stolen = (won: readonly string[]): string[] => won.filter((way) => !way.includes('::1'));

describe.skipIf(noOtherUser !== undefined)('the port of', () => {
  describe.each(ENGINES)('a server (%s)', (engine) => {
    const { serve, control } = bench(engine);

    it('is its own, while flows are opened on it again and again', { timeout: 20_000 }, async () => {
      const server = await serve();
      const won = await thieves(server.port, SECONDS, async () => {
        const session = await control(server);
        const { token } = await session.grant({ clients: 30 });
        for (let number = 0; number < 30; number++) {
          const flow = await DatagramFlow.open(server.port, token, number);
          // A datagram may be lost on a busy machine; whose it was, the thief tells.
          const again = setInterval(() => flow.send(0), 200);
          flow.send(0);
          await flow.until(() => flow.got.length > 0);
          clearInterval(again);
          flow.socket.close();
        }
      });
      expect(stolen(won)).toEqual([]);
    });
  });

  it('the server that a run starts for itself', async () => {
    const { startEmbeddedServer } = await built<typeof import('../../src/run/server/process/embedded.ts')>(
      'run/server/process/embedded.js',
    );
    const server = await startEmbeddedServer();
    onTestFinished(() => server.stop());
    expect(stolen(await thieves(server.port, 0, nothing))).toEqual([]);
  });

  it.each([
    ['a chat', ['chat', '--serve', '--headless', '--port', '0']],
    ['a chat on all addresses', ['chat', '--serve', '--headless', '--port', '0', '--lan']],
    ['a listener', ['listen', '--port', '0']],
    ['a listener on all addresses', ['listen', '--port', '0', '--lan']],
    ['a server on all addresses', ['serve', '--port', '0', '--lan']],
  ])('%s', async (_, words) => {
    const port = await listening(words);
    const won = await thieves(port, 0, nothing);
    expect(words.includes('--lan') ? won : stolen(won)).toEqual([]);
  });

  it.skipIf(noLab !== undefined)('a server behind an emulated link', async () => {
    const port = await listening(['serve', '--port', '0', '--loss', '1%']);
    expect(stolen(await thieves(port, 0, nothing))).toEqual([]);
  });
});
