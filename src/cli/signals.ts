/** SIGINT, SIGTERM and SIGHUP end a command early, with what there is; a third one ends it at once. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PATIENCE = 3;

export function onStopSignals(stop: () => void): { forget(): void } {
  let count = 0;
  let hungUp = false;
  const listener = (signal: NodeJS.Signals): void => {
    // A terminal that closes is told by the system, by its shell and by a lab's launcher: nobody has lost patience.
    if (signal === 'SIGHUP' && hungUp) return;
    hungUp ||= signal === 'SIGHUP';
    if (++count >= PATIENCE) process.exit(130);
    stop();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    forget() {
      for (const signal of SIGNALS) process.off(signal, listener);
    },
  };
}
