/** SIGINT, SIGTERM and SIGHUP end a command early, with what there is; a third one ends it at once. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PATIENCE = 3;

export function onStopSignals(stop: () => void): { forget(): void } {
  let count = 0;
  const listener = (): void => {
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
