/** `chat --serve --loss`: on Linux both transports cross a bad link. TCP's lines come whole, UDP's with holes. */
import { afterEach, expect, it } from 'vitest';
import { endAll, sockbench } from './command.ts';

afterEach(endAll);

it.runIf(process.platform === 'linux')(
  'a contrast shows what a link does to each',
  async () => {
    const host = sockbench([
      'chat',
      '--serve',
      '--headless',
      '--port',
      '0',
      '--loss',
      '20%',
      '--delay',
      '20ms',
      '--seed',
      '3',
    ]);
    const [, port] = await host.until(/on port (\d+)/);
    const [bia, caio] = (['udp', 'tcp'] as const).map((transport) =>
      sockbench([
        'chat',
        `127.0.0.1:${port}`,
        '--ui',
        'text',
        '--name',
        transport === 'udp' ? 'Bia' : 'Caio',
        '--transport',
        transport,
      ]),
    ) as [ReturnType<typeof sockbench>, ReturnType<typeof sockbench>];
    await bia.until(/crosses a bad link/);
    await caio.until(/crosses a bad link/);
    // Until Bia's datagrams find their way.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    caio.child.stdin.write('/contrast 40\n');
    for (const guest of [bia, caio]) await guest.until(/TCP: 40 of 40 arrived, in order/);
    const [, arrived] = await bia.until(/UDP: (\d+) of 40 arrived/);
    expect(Number(arrived)).toBeLessThan(40);
    expect(Number(arrived)).toBeGreaterThan(10);
    host.child.kill('SIGINT');
    const { status } = await host.ended;
    expect(status).toBe(0);
  },
  90_000,
);
