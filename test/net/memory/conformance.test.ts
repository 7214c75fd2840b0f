import { memoryBench } from '../../conformance/memory.ts';
import { portConformance } from '../../conformance/suite.ts';

portConformance('the memory port', memoryBench);
