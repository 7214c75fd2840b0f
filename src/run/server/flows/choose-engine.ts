/** Which engine moves a server's probes. */
import { chooseEngine } from '../../../net/choose.ts';
import type { EngineChoice } from '../options.ts';
import type { FlowEngine } from './flow-engine.ts';
import { PortableFlowEngine } from './portable-engine.ts';

/** The linux engine is loaded only where it was chosen. */
/** @param early does not wait for what takes time to load */
export async function chooseFlowEngine(choice: EngineChoice, early = false): Promise<FlowEngine> {
  const { engine } = await chooseEngine(choice);
  if (engine === 'portable') return new PortableFlowEngine();
  const { isKernel, openKernel } = await import('../../../net/linux/kernel/kernel.ts');
  const kernel = await openKernel();
  if (!isKernel(kernel)) return new PortableFlowEngine();
  const { LinuxFlowEngine } = await import('./linux-engine.ts');
  const engineOfThreads = new LinuxFlowEngine(kernel);
  if (!early) await engineOfThreads.loaded();
  return engineOfThreads;
}
