/** Which engine moves a server's probes. */
import { chooseEngine } from '../../../net/choose.ts';
import type { Kernel } from '../../../net/linux/kernel/kernel.ts';
import type { EngineChoice, ServerOptions } from '../options.ts';
import type { FlowEngine } from './flow-engine.ts';
import { FlowsThread } from './flows-thread.ts';
import { PortableFlowEngine } from './portable-engine.ts';

/**
 * The linux engine is loaded only where it was chosen. Early, its first threads start while the kernel is opened, and
 * nobody waits for them.
 */
export async function chooseFlowEngine({
  engine: choice,
  early = false,
  sessions = 1,
}: Pick<ServerOptions, 'engine' | 'early' | 'sessions'>): Promise<FlowEngine> {
  let kernel: Kernel | undefined;
  const first =
    choice === 'portable' ? [] : threadsOf(early ? sessions : 0, (fd) => void kernel?.calls.close(fd));
  kernel = await usableKernel(choice);
  if (kernel === undefined) {
    for (const { worker } of first) void worker.terminate();
    return new PortableFlowEngine();
  }
  const { LinuxFlowEngine } = await import('./linux-engine.ts');
  const engine = new LinuxFlowEngine(kernel, first);
  if (!early) await engine.loaded();
  return engine;
}

async function usableKernel(choice: EngineChoice): Promise<Kernel | undefined> {
  const { engine } = await chooseEngine(choice);
  if (engine === 'portable') return undefined;
  const { isKernel, openKernel } = await import('../../../net/linux/kernel/kernel.ts');
  const kernel = await openKernel();
  return isKernel(kernel) ? kernel : undefined;
}

/** Fewer where the system gives no more: who wants one then asks again. */
function threadsOf(count: number, close: (fd: number) => void): FlowsThread[] {
  const threads: FlowsThread[] = [];
  try {
    while (threads.length < count) threads.push(new FlowsThread(close));
  } catch {}
  return threads;
}
