import { clockSince, machineNow } from '../../../src/clock.ts';
import { PortablePort } from '../../../src/net/portable/port.ts';
import { realBench } from '../../conformance/real.ts';
import { portConformance } from '../../conformance/suite.ts';

portConformance('the portable port', () => realBench(new PortablePort(clockSince(machineNow()))));
