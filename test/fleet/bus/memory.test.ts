import { MemoryHub } from '../../../src/fleet/bus/memory.ts';
import { busConformance } from './conformance.ts';

busConformance('memory', () => {
  const hub = new MemoryHub();
  return Promise.resolve({
    connect: () => Promise.resolve(hub.connect()),
    setAway: (away) => Promise.resolve(hub.setAway(away)),
    close: () => Promise.resolve(),
  });
});
