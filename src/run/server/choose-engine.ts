/** Which engine moves a server's probes. */
import type { FlowEngine } from './flow-engine.ts';
import type { EngineChoice } from './options.ts';
import { PortableFlowEngine } from './portable-engine.ts';

/** `linux` is not built in yet; `auto` takes what there is. */
export function chooseFlowEngine(_choice: EngineChoice): Promise<FlowEngine> {
  return Promise.resolve(new PortableFlowEngine());
}
