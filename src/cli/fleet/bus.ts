/** Where a fleet's broker is: from `--bus` or the environment, where credentials are out of everybody's sight. */
import { type BusAddress, busAddress, withoutCredentials } from '../../fleet/bus/address.ts';
import type { NatsFiles } from '../../fleet/bus/nats.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** @returns undefined where neither names one @throws SockbenchError `bad-bus` */
export function busFrom(typed: string | undefined, env: Environment): BusAddress | undefined {
  const text = typed ?? env['SOCKBENCH_BUS'];
  return text === undefined || text === '' ? undefined : busAddress(text);
}

/** As NATS' own command line has them. */
export const natsFiles = (env: Environment): NatsFiles => ({
  creds: env['NATS_CREDS'],
  ca: env['NATS_CA'],
  cert: env['NATS_CERT'],
  key: env['NATS_KEY'],
});

/** A command line as a result may hold it. */
export const withoutBusSecrets = (argv: readonly string[]): string[] =>
  argv.map((word, at) => {
    if (argv[at - 1] === '--bus') return withoutCredentials(word);
    return word.startsWith('--bus=') ? `--bus=${withoutCredentials(word.slice('--bus='.length))}` : word;
  });
