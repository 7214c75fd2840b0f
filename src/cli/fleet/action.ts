/** What `fleet tcp`, `fleet udp` and `fleet compare` do: lead the agents, show, save and judge, as the run of one machine does. */
import { Leading } from '../../fleet/leading/leading.ts';
import { openLocalGround } from '../../fleet/leading/local-ground.ts';
import { openNatsGround } from '../../fleet/leading/nats-ground.ts';
import type { RunResult } from '../../result/document/schema.ts';
import type { Transport } from '../../units.ts';
import { type CliContext, EXIT, Exit } from '../context.ts';
import { endsEarly } from '../early.ts';
import { longNames, type ShortOptions } from '../options/iperf3.ts';
import { readKey } from '../options/key.ts';
import { specFrom } from '../options/spec.ts';
import { shownFrom, uiKind, writtenFrom } from '../run/asked.ts';
import { print, statusOf, writeLine } from '../run/output.ts';
import { saveReports, writesFiles } from '../save.ts';
import { forScreen } from '../terminal.ts';
import { busFrom, natsFiles, withoutBusSecrets } from './bus.ts';
import { type FleetOptions, fleetFrom } from './options.ts';
import { fleetShow } from './show.ts';

export async function fleetAction(
  transports: readonly Transport[],
  target: string | undefined,
  typed: FleetOptions & ShortOptions,
  context: CliContext,
): Promise<void> {
  const { words } = context;
  const options = longNames<FleetOptions>(typed, words);
  const bus = busFrom(options.bus, context.env);
  const { agents, fleet, patience } = fleetFrom(options, bus === undefined, words);
  // Where nobody says how many, each agent has one.
  const spec = specFrom(
    transports,
    target,
    { ...options, clients: options.clients ?? String(agents) },
    null,
    words,
  );
  const shown = shownFrom(options, words);
  const key = target === undefined ? null : readKey(options.keyFile, context.env);
  const written = writtenFrom(options, shown, context);
  const command = ['sockbench', ...withoutBusSecrets(context.argv)];
  const ground = (gone: (id: string) => void) =>
    bus === undefined
      ? openLocalGround(spec, { agents, fleet, key }, gone)
      : openNatsGround(spec, bus, natsFiles(context.env), fleet, options.wait === undefined ? 0 : patience);
  const { version } = context;
  const kind = uiKind(shown, context);
  // Over a broker the screen is drawn on a machine that measures nothing.
  const screen = kind === 'dashboard' && bus === undefined;
  const leading = new Leading(spec, { agents, fleet, patience, key, version, command, screen });
  const worth = writesFiles(written) || kind === 'dashboard' || spec.asserts.length > 0;
  const early = endsEarly(() => leading.stop(), worth, context);
  const wish = { spec, agents, bus: bus?.shown ?? null };
  const show = await fleetShow(kind, wish, forScreen(shown.color, context), () => leading.stop());
  let result: RunResult | undefined;
  for await (const event of leading.start(ground)) {
    if (shown.format === 'json-stream') writeLine(event, shown, context);
    show.push(event);
    if (event.event === 'result') result = event.result;
  }
  early.over();
  show.end();
  await print(result!, { shown, written }, context);
  const saved = await saveReports(result!, written, context, early.saving);
  early.forget();
  throw new Exit(saved ? statusOf(result!) : EXIT.failed);
}
