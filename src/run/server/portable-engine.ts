/** Flows on the portable port: each session has a port, a driver and a reflector of its own in the server's thread. */
import type { FlowEngine, SessionFlows, SessionPlan } from './flow-engine.ts';

export class PortableFlowEngine implements FlowEngine {
  readonly name = 'portable';

  begin(_plan: SessionPlan): SessionFlows {
    throw new Error('not yet');
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
