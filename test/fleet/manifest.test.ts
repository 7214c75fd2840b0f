/** The manifest of docs/fleet, offline: what Kubernetes would refuse or ignore, and what sockbench would. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { agentCommand } from '../../src/cli/commands/agent.ts';
import { fleetCommand } from '../../src/cli/commands/fleet.ts';
import type { CliContext } from '../../src/cli/context.ts';
import { agentName, allowanceFrom } from '../../src/cli/fleet/agent-options.ts';
import { busFrom } from '../../src/cli/fleet/bus.ts';
import { fleetFrom } from '../../src/cli/fleet/options.ts';
import { requireAssertions } from '../../src/cli/options/asserts.ts';
import { specFrom } from '../../src/cli/options/spec.ts';
import { wordsFor } from '../../src/words/index.ts';

const FILE = new URL('../../docs/fleet/kubernetes.yaml', import.meta.url);
const words = wordsFor('en');

const name = v.pipe(v.string(), v.regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/), v.maxLength(63));
const labels = v.record(v.string(), name);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const port = v.pipe(count, v.minValue(1), v.maxValue(65_535));
const quantity = v.pipe(v.string(), v.regex(/^\d+(m|Mi|Gi)?$/));
const Container = v.strictObject({
  name,
  image: v.pipe(v.string(), v.regex(/^[a-z0-9]+(:[\w.-]+)$/)),
  command: v.optional(v.array(v.string())),
  args: v.optional(v.array(v.string())),
  ports: v.optional(v.array(v.strictObject({ containerPort: port }))),
  resources: v.optional(v.strictObject({ requests: v.strictObject({ cpu: quantity, memory: quantity }) })),
  volumeMounts: v.optional(
    v.array(v.strictObject({ name, mountPath: v.string(), readOnly: v.literal(true) })),
  ),
});
const Spread = v.strictObject({
  maxSkew: v.pipe(count, v.minValue(1)),
  topologyKey: v.literal('kubernetes.io/hostname'),
  whenUnsatisfiable: v.picklist(['DoNotSchedule', 'ScheduleAnyway']),
  labelSelector: v.strictObject({ matchLabels: labels }),
});
const pod = <Policy extends v.GenericSchema>(restartPolicy: Policy) =>
  v.strictObject({
    metadata: v.strictObject({ labels }),
    spec: v.strictObject({
      restartPolicy,
      topologySpreadConstraints: v.optional(v.array(Spread)),
      containers: v.pipe(v.array(Container), v.minLength(1)),
      volumes: v.optional(v.array(v.strictObject({ name, secret: v.strictObject({ secretName: name }) }))),
    }),
  });
const metadata = v.strictObject({ name });
const Deployment = v.strictObject({
  apiVersion: v.literal('apps/v1'),
  kind: v.literal('Deployment'),
  metadata,
  spec: v.strictObject({
    replicas: count,
    selector: v.strictObject({ matchLabels: labels }),
    template: pod(v.optional(v.literal('Always'))),
  }),
});
const Service = v.strictObject({
  apiVersion: v.literal('v1'),
  kind: v.literal('Service'),
  metadata,
  spec: v.strictObject({ selector: labels, ports: v.array(v.strictObject({ port, targetPort: port })) }),
});
const Job = v.strictObject({
  apiVersion: v.literal('batch/v1'),
  kind: v.literal('Job'),
  metadata,
  spec: v.strictObject({
    completionMode: v.optional(v.picklist(['Indexed', 'NonIndexed'])),
    completions: v.optional(count),
    parallelism: v.optional(count),
    backoffLimit: count,
    activeDeadlineSeconds: v.optional(count),
    // What a Job needs: a template that says Always is refused.
    template: pod(v.picklist(['Never', 'OnFailure'])),
  }),
});

const documents = parseAllDocuments(readFileSync(FILE, 'utf8'));
const objects = documents.map((document) =>
  v.parse(v.variant('kind', [Deployment, Service, Job]), document.toJS()),
);
const context = { words, language: 'en', version: '0.1.0', argv: [], env: {} } as unknown as CliContext;

/** As the command line reads them. */
function typed(command: ReturnType<typeof agentCommand>, args: readonly string[]) {
  let target: string | undefined;
  command.exitOverride().configureOutput({ writeErr: () => {}, outputError: () => {} });
  command.action((...given: unknown[]) => {
    target = given.length > 2 ? (given[0] as string) : undefined;
  });
  command.parse(args, { from: 'user' });
  return { target, options: command.opts() as Record<string, string> };
}

it('is what its kinds are made of, and nothing else', () => {
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  expect(objects.map(({ kind, metadata: { name: of } }) => [kind, of])).toEqual([
    ['Deployment', 'sockbench-nats'],
    ['Service', 'sockbench-nats'],
    ['Job', 'sockbench-agents'],
    ['Job', 'sockbench-fleet'],
  ]);
  for (const object of objects) {
    if (object.kind === 'Service') continue;
    const { template } = object.spec;
    const { containers, volumes = [], topologySpreadConstraints = [] } = template.spec;
    for (const { volumeMounts = [] } of containers)
      expect(volumeMounts.map((mount) => mount.name)).toEqual(volumes.map((volume) => volume.name));
    for (const { labelSelector } of topologySpreadConstraints)
      expect(template.metadata.labels).toMatchObject(labelSelector.matchLabels);
    if (object.kind === 'Deployment')
      expect(template.metadata.labels).toMatchObject(object.spec.selector.matchLabels);
  }
});

it('has a service that finds the broker, and commands that find the service', () => {
  const [broker, service, agents, fleet] = objects as [
    v.InferOutput<typeof Deployment>,
    v.InferOutput<typeof Service>,
    ...v.InferOutput<typeof Job>[],
  ];
  expect(broker.spec.template.metadata.labels).toMatchObject(service.spec.selector);
  expect(service.spec.ports[0]!.targetPort).toBe(
    broker.spec.template.spec.containers[0]!.ports![0]!.containerPort,
  );
  for (const { spec } of [agents!, fleet!]) {
    const { args } = spec.template.spec.containers[0]!;
    expect(busFrom(args![args!.indexOf('--bus') + 1], {})).toMatchObject({
      host: service.metadata.name,
      port: service.spec.ports[0]!.port,
    });
  }
});

it('gives options that there are, with values that are taken, and as many agents as are waited for', () => {
  const [agents, fleet] = objects.filter((object) => object.kind === 'Job');
  const argsOf = ({ spec }: v.InferOutput<typeof Job>): string[] => spec.template.spec.containers[0]!.args!;
  const [first, ...agentArgs] = argsOf(agents!);
  const indexed = agentArgs.map((word) => word.replace('$(JOB_COMPLETION_INDEX)', '3'));
  const agent = typed(agentCommand(context), indexed).options;
  expect([first, agentName(agent['name'], words)]).toEqual(['agent', 'agent-3']);
  const allowance = allowanceFrom(agent, true, words);

  const [second, transport, ...fleetArgs] = argsOf(fleet!);
  const command = fleetCommand(context).commands.find((one) => one.name() === transport)!;
  const { target, options } = typed(command as never, fleetArgs);
  expect(second).toBe('fleet');
  const wish = fleetFrom(options as never, false, words);
  const spec = specFrom(
    ['udp'],
    target,
    { ...options, clients: String(wish.agents), assert: undefined } as never,
    null,
    words,
  );
  requireAssertions(options['assert'] as never, words);
  expect([wish.agents, wish.agents]).toEqual([agents!.spec.completions, agents!.spec.parallelism]);
  expect(agents!.spec.completionMode).toBe('Indexed');
  // Each agent's owner lets it do its share.
  expect((spec.rate as number) / wish.agents).toBeLessThanOrEqual(allowance.rate);
  expect(allowance.targets).toEqual([{ kind: 'host', host: spec.target!.host, port: spec.target!.port }]);
  expect(agents!.spec.activeDeadlineSeconds! * 1e9).toBeGreaterThan(spec.duration! + wish.patience);
});

it('says that it was not run', () => {
  expect(readFileSync(FILE, 'utf8')).toContain('validated offline, and not run here');
});
