/** The screens that docs/aula.md and docs/class.md show. */
import { describe, expect, it } from 'vitest';
import { EMPTY_SERVE, reduceServe } from '../../../src/present/live/serve/model.ts';
import { serveView } from '../../../src/present/live/serve/view.ts';
import type { ServerEvent } from '../../../src/result/events/server-events.ts';
import { captured } from '../../captures.ts';
import { randomFrom, scenario } from './scenarios.ts';
import { canvasFor, drawn, modelAt } from './screenshot.tsx';

const NAMES = ['Ana', 'Bia', 'Caio', 'Davi', 'Elis', 'Flor', 'Gil', 'Hugo', 'Iara', 'João', 'Lia', 'Noel'];

/** Twelve that measure, one of whom has come to the end. */
function classroom(): ServerEvent[] {
  const random = randomFrom(23);
  return NAMES.flatMap((name, at) =>
    (['tcp', 'udp'] as const).flatMap((transport, side): ServerEvent[] => {
      const id = 2 * at + side + 1;
      const session = {
        id,
        address: `192.168.0.${20 + at}`,
        tool: 'sockbench',
        transport,
        mode: 'echo' as const,
        clients: 1,
        size: 64,
        rate: 100,
        engine: 'linux',
        name,
        run: String(at).padStart(16, '0'),
        duration: 11e9,
        since: at,
      };
      const lost = transport === 'tcp' ? 0 : 38 + Math.floor(random() * 24);
      const over = at < 3;
      const figures = {
        open: 1,
        received: 1000 - lost,
        sent: 1000 - lost,
        bytesReceived: 0,
        bytesSent: 0,
        duplicates: 0,
        reordered: 0,
        overLimit: 0,
        rate: 100,
        bitsUp: 51_200,
        bitsDown: 51_200,
        loss: transport === 'tcp' ? null : lost / 1000,
        remaining: (12 - at) * 0.4e9,
        resent: transport === 'tcp' ? 40 + Math.floor(random() * 40) : null,
        client: {
          sent: 1000,
          answered: 1000 - 2 * lost,
          p50: 41e6,
          p99:
            transport === 'tcp'
              ? 120e6 + Math.floor(random() * 60) * 1e6
              : 44e6 + Math.floor(random() * 6) * 1e6,
          lostUp: over ? lost : null,
          lostDown: over ? lost : null,
        },
      };
      const told: ServerEvent = over
        ? { event: 'session-ended', id, figures, reason: 'done' }
        : { event: 'session', id, figures };
      return [{ event: 'session-started', session }, told];
    }),
  );
}

describe.each([
  ['en', 'en'],
  ['pt-BR', 'pt'],
] as const)('the class material in %s', (language, tag) => {
  const shot = { columns: 100, rows: 30, language };

  it('shows the demonstration', () => {
    const run = scenario({ transports: ['tcp', 'udp'], loss: 0.05, delay: 20e6, seconds: 8, packets: true });
    const lines = drawn(modelAt(run, Number.POSITIVE_INFINITY), { ...shot, offers: { canTurn: true } });
    const all = captured(`aula-compare-${tag}`, lines.map((line) => line.trimEnd()).join('\n'));
    // The README shows it, too.
    expect(all).toHaveLength(language === 'en' ? 2 : 1);
    for (const { shown, seen } of all) expect(shown).toBe(seen);
  });

  it('shows the class on one server', () => {
    const model = {
      ...[{ event: 'listening', port: 5000, addresses: [] } as ServerEvent, ...classroom()].reduce(
        reduceServe,
        EMPTY_SERVE,
      ),
      commands: ['npx sockbench compare 192.168.0.7'],
      address: '192.168.0.7',
    };
    const lines = serveView(canvasFor(shot), model);
    const all = captured(`aula-serve-${tag}`, lines.map((line) => line.trimEnd()).join('\n'));
    expect(all).toHaveLength(1);
    for (const { shown, seen } of all) expect(shown).toBe(seen);
  });
});
