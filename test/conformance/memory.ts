/** Peers in memory, on virtual time. */
import { MemoryNetwork } from '../../src/net/memory/network.ts';
import type { MemoryPort } from '../../src/net/memory/port.ts';
import { Batch } from '../../src/wire/batch.ts';
import type { Behaviour, PortBench } from './bench.ts';

const HOST = '10.0.0.2';

export function memoryBench(): PortBench {
  const network = new MemoryNetwork({ up: { delay: 1e6 }, down: { delay: 1e6 } });
  const port = network.port();
  let last = 5000;
  return {
    port,
    nowhere: { address: HOST, port: 1 },
    async peer(_, behaviour) {
      const peer = network.port();
      const address = { address: HOST, port: ++last };
      network.listen(address, { port: peer, options: { discard: false } });
      const state = { bytes: 0, released: behaviour !== 'hold' };
      const act = () => {
        if (state.released) answer(peer, behaviour, state);
      };
      peer.onReady(act);
      const release = () => {
        state.released = true;
        act();
      };
      return { address, bytes: () => state.bytes, release };
    },
    async until(done) {
      for (let idle = 0; !done(); ) {
        // Nothing on its way any more: what has arrived may take a few looks to be received.
        if (network.time.next === Number.POSITIVE_INFINITY && ++idle > 100)
          throw new Error('it never happened');
        network.time.advanceTo(network.time.next);
      }
    },
    close: () => port.close(),
  };
}

function answer(peer: MemoryPort, behaviour: Behaviour, state: { bytes: number }): void {
  const batch = new Batch(64);
  for (peer.receive(batch); batch.count > 0; peer.receive(batch)) {
    for (let i = 0; i < batch.count; i++) {
      state.bytes += batch.length[i]!;
      if (behaviour === 'end' || behaviour === 'reset') peer.closeFlow(batch.flow[i]!, behaviour === 'reset');
      if (behaviour === 'short') batch.length[i] = 10;
    }
    if (behaviour === 'echo' || behaviour === 'short') peer.send(batch);
  }
}
