import { afterEach, expect, it, vi } from 'vitest';
import { onStopSignals } from '../../src/cli/signals.ts';

const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
afterEach(() => exit.mockClear());

function stopsAfter(...signals: NodeJS.Signals[]): number {
  let stops = 0;
  const listening = onStopSignals(() => stops++);
  for (const signal of signals) process.emit(signal, signal);
  listening.forget();
  return stops;
}

it('asks once, asks not to wait, and ends at once', () => {
  expect(stopsAfter('SIGINT', 'SIGTERM')).toBe(2);
  expect(exit).not.toHaveBeenCalled();
  stopsAfter('SIGINT', 'SIGINT', 'SIGINT');
  expect(exit).toHaveBeenCalledExactlyOnceWith(130);
});

it('a terminal that closes is one reason, however many tell of it', () => {
  expect(stopsAfter('SIGHUP', 'SIGHUP', 'SIGHUP', 'SIGHUP')).toBe(1);
  expect(exit).not.toHaveBeenCalled();
});
