/** What a port takes over is closed in the end: by it, or with its thread. */
import { afterEach, describe, expect, it } from 'vitest';
import { Descriptors } from '../../../src/net/linux/kernel/descriptors.ts';
import { hasCongestionControl, LinuxSocket } from '../../../src/net/linux/socket.ts';
import { cleanUp, kernel, later, newPort } from './support.ts';

const REMOTE = { address: '127.0.0.1', port: 9 };
const SOCK_STREAM = 1;
const F_GETFD = 1;

afterEach(cleanUp);

describe.runIf(kernel !== undefined)('descriptors', () => {
  const isOpen = (fd: number) => kernel!.calls.fcntl(fd, F_GETFD, 0) >= 0;

  it('of a connection that cannot be adopted are closed', () => {
    const port = newPort();
    const { fd } = LinuxSocket.create(kernel!, SOCK_STREAM, REMOTE);
    const options = { remote: REMOTE, size: 64, answering: true, congestionControl: 'nosuch' };
    expect(() => port.adopt(0, fd, options, new Uint8Array())).toThrow('nosuch');
    expect(isOpen(fd)).toBe(false);
  });

  it('are written down while they are open', async () => {
    kernel!.descriptors = new Descriptors();
    later(() => {
      kernel!.descriptors = undefined;
    });
    const port = newPort();
    await port.open({ transport: 'udp', remote: REMOTE, size: 64 });
    const seen = new Descriptors(kernel!.descriptors.memory);
    expect(seen.left()).toHaveLength(2);
    expect(seen.left().every(isOpen)).toBe(true);
    await port.close();
    expect(seen.left()).toEqual([]);
  });

  it('tell which congestion control there is, and leave none open', () => {
    kernel!.descriptors = new Descriptors();
    later(() => {
      kernel!.descriptors = undefined;
    });
    expect(hasCongestionControl(kernel!, 'reno')).toBe(true);
    expect(hasCongestionControl(kernel!, 'nosuch')).toBe(false);
    expect(kernel!.descriptors.left()).toEqual([]);
  });
});
