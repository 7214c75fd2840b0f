/** A fleet on one machine: agents as child processes over a bus in memory, and where there is no target a server of their own. */

import { showAddress } from '../../net/failure.ts';
import type { RunSpec } from '../../result/spec.ts';
import { startEmbeddedServer } from '../../run/server/process/embedded.ts';
import { MemoryHub } from '../bus/memory.ts';
import type { Ground } from './leading.ts';
import { startAgents } from './local-agents.ts';

/** @throws SockbenchError `server-start`, `agent-start` */
export async function openLocalGround(
  { target, family, engine }: RunSpec,
  { agents, ...told }: { agents: number; fleet: string; key: Uint8Array | null },
  gone: (id: string) => void,
): Promise<Ground> {
  const host = family === 6 ? '::1' : '127.0.0.1';
  const server = target === null ? await startEmbeddedServer({ engine, host }) : undefined;
  const hub = new MemoryHub();
  try {
    const local = await startAgents(hub, agents, told, gone);
    const address = target ?? { scheme: 'sockbench' as const, host, port: server!.port };
    return {
      bus: hub.connect(),
      alone: true,
      target: address,
      shown: showAddress({ address: address.host, port: address.port }),
      close: async () => {
        await local.stop();
        await server?.stop();
      },
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}
