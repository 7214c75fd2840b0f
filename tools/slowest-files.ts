/** Prints the files of tests that took longest: where time goes is seen at every run. */
import type { Reporter, TestModule } from 'vitest/node';

const MOST = 5;

export class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    if (modules.length <= MOST) return;
    const seconds = (module: TestModule): number => module.diagnostic().duration / 1000;
    const slowest = modules.toSorted((a, b) => seconds(b) - seconds(a)).slice(0, MOST);
    console.log('\nSlowest files:');
    for (const module of slowest)
      console.log(`${seconds(module).toFixed(1).padStart(7)} s  ${module.relativeModuleId}`);
  }
}
