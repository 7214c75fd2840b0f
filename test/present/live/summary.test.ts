/** The sentence of a whole run, where there is one of a thing, and where a figure is not known. */
import { describe, expect, it } from 'vitest';
import type { Lane, RunModel } from '../../../src/present/live/model/model.ts';
import { summaryLines } from '../../../src/present/live/parts/footer.ts';
import { linkLine } from '../../../src/present/live/parts/header.ts';
import { summarySentence } from '../../../src/present/live/sentences.ts';
import { type Impairment, NO_IMPAIRMENT } from '../../../src/result/impairment.ts';
import type { Transport } from '../../../src/units.ts';
import type { Language } from '../../../src/words/index.ts';
import { scenario } from './scenarios.ts';
import { canvasFor, modelAt } from './screenshot.tsx';

interface Counts {
  readonly sent?: number;
  readonly received?: number;
  readonly lost?: number;
  readonly again?: number;
  readonly dropped?: number;
  readonly slowest?: number | null;
}

/** What is said of a run with these counts, while it goes on or at its end. */
function said(transport: Transport, over: boolean, counts: Counts, language: Language = 'en'): string {
  const { sent = 1, received = 1, lost = 0, again = 0, dropped = null, slowest = 40e6 } = counts;
  const model = modelAt(scenario({ transports: [transport] }), over ? Number.POSITIVE_INFINITY : 5);
  const [lane] = model.lanes as [Lane];
  const snapshot = {
    ...lane.snapshot!,
    sent,
    received,
    lost,
    unresolved: 0,
    total: { ...lane.snapshot!.total, max: slowest },
    tcp: { retransmits: again },
  };
  const packets =
    dropped === null
      ? []
      : (modelAt(scenario({ transports: [transport], loss: 0.1 }), 5).lanes[0]!.packets ?? []);
  const final = lane.final && {
    ...lane.final,
    probes: { ...lane.final.probes!, sent, received, lost },
  };
  const one: Lane = { ...lane, snapshot, final, packets, dropped, repeated: again };
  const changed: RunModel = { ...model, lanes: [one] };
  return summarySentence(canvasFor({ language }), changed);
}

describe('one of a thing', () => {
  it('is said as one', () => {
    expect(said('udp', true, {})).toBe('UDP lost none of 1 datagram.');
    expect(said('udp', false, { received: 0, lost: 1 })).toBe(
      'UDP has lost 1 of 1 datagram so far and goes on.',
    );
    expect(said('tcp', false, { again: 1, dropped: 1 })).toBe(
      'The network dropped 1 packet of TCP; TCP sent 1 segment again, lost nothing, and delivered its one message, the slowest after 40 ms.',
    );
    expect(said('tcp', false, { sent: 3, received: 2, again: 2, dropped: 2 })).toContain(
      'dropped 2 packets of TCP; TCP sent 2 segments again, lost nothing, and delivered 2 of 3 messages,',
    );
    expect(said('tcp', true, { received: 0, lost: 1 })).toContain('TCP left 1 of 1 message without');
  });

  it('is said as one in Portuguese', () => {
    expect(said('udp', true, {}, 'pt-BR')).toBe('O UDP não perdeu nenhum de 1 datagrama.');
    expect(said('udp', false, { received: 0, lost: 1 }, 'pt-BR')).toContain(
      'O UDP já perdeu 1 de 1 datagrama e segue em frente.',
    );
    expect(said('tcp', false, { again: 1, dropped: 1 }, 'pt-BR')).toContain(
      'A rede descartou 1 pacote do TCP; o TCP retransmitiu 1 segmento, não perdeu nada e entregou a única mensagem,',
    );
    expect(said('tcp', true, { received: 0, lost: 1 }, 'pt-BR')).toContain('deixou 1 de 1 mensagem sem');
  });

  it('is dropped by the link as one', () => {
    const link = (drop: number[], language: Language): string => {
      const one: Impairment['up'] = { ...NO_IMPAIRMENT, drop };
      return linkLine(canvasFor({ language }), { up: one, down: NO_IMPAIRMENT, profile: null, seed: 1 });
    };
    expect(link([100], 'en')).toContain('drops 1 chosen packet ');
    expect(link([100, 101], 'en')).toContain('drops 2 chosen packets ');
    expect(link([100], 'pt-BR')).toContain('descarta 1 pacote escolhido ');
  });
});

describe('the slowest', () => {
  it('is not spoken of where nobody knows it', () => {
    expect(said('tcp', false, { sent: 2, received: 1, slowest: null })).toBe(
      'TCP delivered 1 of 2 messages.',
    );
  });
});

describe('where there are few lines', () => {
  it('what the transports say together is whole or not there', () => {
    const model = modelAt(scenario({ transports: ['tcp', 'udp'], loss: 0.05, delay: 20e6 }), 5);
    for (let columns = 60; columns <= 200; columns++) {
      const whole = summaryLines(canvasFor({ columns }), model, 20);
      for (let most = 3; most < whole.length; most++) {
        const said = summaryLines(canvasFor({ columns }), model, most).join(' ').replace(/\s*│ /g, ' ');
        expect(said).toContain('UDP has lost');
        expect(said).toContain('The network dropped');
        expect(/One round trip/.test(said) && said.includes('…'), said).toBe(false);
      }
    }
  });
});
