/** What the system allows: processors, buffers, files, and what it tells of drops. */
import { createSocket } from 'node:dgram';
import { availableParallelism, cpus } from 'node:os';
import { dropsAreTold } from '../../net/portable/drops.ts';
import { openFileLimit } from '../open-file-limit.ts';
import { processorQuota } from '../processor-time.ts';
import type { Finding } from './finding.ts';

const MUCH = 2 ** 26;
/** One second of 10,000 small datagrams, as the kernel accounts for them (768 bytes each). */
const ENOUGH_BUFFER = 4 * 2 ** 20;
const ENOUGH_FILES = 10_000;

export function coresFinding(): Finding {
  const cores = availableParallelism();
  const quota = processorQuota();
  const model = cpus()[0]?.model.trim() ?? '';
  const status = Math.min(cores, quota ?? cores) < 2 ? 'limited' : 'good';
  return { id: 'cores', status, details: { cores, model, ...(quota === null ? {} : { quota }) } };
}

/** What a UDP socket has, and the most that it gets, in bytes. */
export async function bufferFindings(): Promise<Finding[]> {
  const socket = createSocket('udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, '127.0.0.1', resolve);
    });
    const receive = most(
      () => socket.getRecvBufferSize(),
      (size) => socket.setRecvBufferSize(size),
    );
    const send = most(
      () => socket.getSendBufferSize(),
      (size) => socket.setSendBufferSize(size),
    );
    return [
      {
        id: 'receiveBuffer',
        status: receive.mostBytes < ENOUGH_BUFFER ? 'limited' : 'good',
        details: receive,
      },
      { id: 'sendBuffer', status: 'good', details: send },
    ];
  } finally {
    socket.close();
  }
}

/** Linux gives less where it does not give all; other systems refuse: then less is asked for. */
function most(get: () => number, set: (size: number) => void): { standardBytes: number; mostBytes: number } {
  const standardBytes = get();
  for (let size = MUCH; size > standardBytes; size /= 2) {
    try {
      set(size);
      break;
    } catch {}
  }
  return { standardBytes, mostBytes: Math.max(standardBytes, get()) };
}

export function openFilesFinding(): Finding {
  const limit = openFileLimit();
  if (limit === null) return { id: 'openFiles', status: 'good', details: {} };
  return { id: 'openFiles', status: limit < ENOUGH_FILES ? 'limited' : 'good', details: { files: limit } };
}

export function dropsFinding(): Finding {
  return { id: 'drops', status: dropsAreTold() ? 'good' : 'limited', details: {} };
}
