/** A quarter of a minute of the soak; `npm run soak` takes ten minutes. */
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Found {
  readonly turns: number;
  readonly honest: { readonly sent: number; readonly lost: number };
  readonly server: { readonly before: { files: number }; readonly after: { files: number } };
}

const proc = existsSync('/proc/self/fd');
if (!proc) console.warn('skipped: the soak, because this system has no /proc to count open files in');

it.runIf(proc)(
  'a server and a room that are used and abused all the time keep nothing, and an honest run loses nothing',
  async () => {
    const script = new URL('../../tools/soak.mjs', import.meta.url).href;
    const { soak } = (await import(script)) as {
      soak: (options: { seconds: number; settle: number; turns: number; growth: number }) => Promise<Found>;
    };
    // Within so short a time memory breathes with the garbage collector; open files do not.
    const found = await soak({ seconds: 14, settle: 6, turns: 11, growth: 0.25 });
    expect(found.turns).toBeGreaterThan(10);
    expect(found.honest.sent).toBeGreaterThan(2000);
    expect(found.honest.lost).toBe(0);
    expect(found.server.after.files).toBeLessThanOrEqual(found.server.before.files);
  },
  180_000,
);
