/**
 * A machine that is shared stands still now and then: what runs in real time has three tries, and each is shown. What is pure
 * has one: where a property fails once in a thousand draws, it fails.
 */
import { TestRunner } from 'vitest';
import { isPure } from './pure-tests.ts';

export default class TriesByFile extends TestRunner {
  override onCollectStart(file: Parameters<TestRunner['onCollectStart']>[0]): void {
    super.onCollectStart(file);
    this.config.retry = isPure(file.filepath) ? 0 : 2;
  }
}
