/** Which engine moves a server's probes. */
import { chooseEngine } from '../../../net/choose.ts';
import type { Kernel } from '../../../net/linux/kernel/kernel.ts';
import type { EngineChoice } from '../options.ts';
import type { FlowEngine } from './flow-engine.ts';
import { FlowsThread } from './flows-thread.ts';
import { PortableFlowEngine } from './portable-engine.ts';

/**
 * The linux engine is loaded only where it was chosen.
 * @param early does not wait for what takes time to load: the first thread starts while the kernel is opened
 */
export async function chooseFlowEngine(choice: EngineChoice, early = false): Promise<FlowEngine> {
  let kernel: Kernel | undefined;
  const first = early && choice !== 'portable' ? threadOf((fd) => void kernel?.calls.close(fd)) : undefined;
  kernel = await usableKernel(choice);
  if (kernel === undefined) {
    void first?.worker.terminate();
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

/** @returns undefined where the system gives no thread: then the first session asks again */
function threadOf(close: (fd: number) => void): FlowsThread | undefined {
  try {
    return new FlowsThread(close);
  } catch {
    return undefined;
  }
}
