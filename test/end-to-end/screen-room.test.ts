/** What generators and screen share is a file: a run goes on where there is no room for it. */
import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { hasTmux, openTerminal, SOCKBENCH, type Terminal } from './tmux.ts';

const MOUNTS = ['-r', '-m'];
const noMounts =
  spawnSync('unshare', [...MOUNTS, 'true']).status === 0 ? '' : 'no mount namespaces for this user';
if (noMounts !== '') console.log(`screen-room: the test of a machine without room is skipped: ${noMounts}`);

describe.skipIf(!hasTmux || process.platform !== 'linux')(
  'a machine without room for what a screen shows',
  () => {
    let terminal: Terminal;
    afterEach(() => terminal.close());

    it('whose files may not grow: the screen is given up at the first report, and the run is not', async () => {
      terminal = openTerminal(100, 60, {});
      terminal.type(`ulimit -f 0; ${SOCKBENCH} udp --duration 4s --warmup 200ms; echo status $?`, 'Enter');
      await terminal.until(/^The screen has ended unexpectedly; the run goes on without it/m);
      await terminal.until(/^ *Probes sent/m);
      await terminal.until(/^status 0$/m);
      expect(terminal.alternate()).toBe(false);
    });

    it.skipIf(noMounts !== '')('on which no folder takes it: text lines', async () => {
      terminal = openTerminal(160, 80, {});
      const run = `${SOCKBENCH} udp --duration 2s --warmup 200ms`;
      terminal.type(
        `unshare ${MOUNTS.join(' ')} sh -c 'mount -t tmpfs -o ro none /dev/shm; TMPDIR=/missing ${run}'; echo status $?`,
        'Enter',
      );
      await terminal.until(
        /^There is no room for what a dashboard shows \(E[A-Z]+: .*\): text lines instead\./m,
      );
      await terminal.until(/1\.0–2\.0 s {2}UDP/);
      await terminal.until(/^status 0$/m);
    });
  },
);
