/**
 * What a single capture must answer without any context: which transport lost data and how much, which messages, what the
 * other paid, what the link does, and whether all of it can be trusted and why.
 */
import { describe, expect, it } from 'vitest';
import { picture } from '../../../src/present/live/picture.ts';
import { widthOf } from '../../../src/width.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { scenario } from './scenarios.ts';
import { canvasFor, drawn, modelAt } from './screenshot.tsx';

const ended = modelAt(
  scenario({ transports: ['tcp', 'udp'], loss: 0.05, delay: 20e6, seconds: 8 }),
  Number.POSITIVE_INFINITY,
);
const [tcp, udp] = ended.result!.transports;
const offers = { canTurn: true, leavesIn: 20 };

/** In the order of the questions. */
const ANSWERS = {
  en: [
    `UDP lost ${udp!.probes!.lost} of 800 datagrams`,
    /\d+ gone: #\d+.* more\./,
    /\d+ waited: #\d+–#\d+/,
    `TCP sent ${tcp!.tcp!.retransmits} segments again and delivered all 800 messages`,
    /longer than 150 ms over TCP, 40\.4 ms over UDP \(of those that came back\): 3\.7 times\./,
    'link, each way: loses 5 % (9.75 % of round trips), delays 20 ms',
    /Trust: good \(nothing limits it\) {2}99 % of probes left at most 40 µs late/,
  ],
  'pt-BR': [
    `O UDP perdeu ${udp!.probes!.lost} de 800 datagramas`,
    /\d+ perdidos: #\d+.* e mais \d+\./,
    /\d+ esperaram: #\d+–#\d+/,
    `O TCP retransmitiu ${tcp!.tcp!.retransmits} segmentos e entregou todas as 800 mensagens`,
    /mais de 150 ms por TCP, 40,4 ms por UDP \(das que voltaram\): 3,7 vezes\./,
    'enlace, em cada sentido: perde 5 % (9,75 % das idas e voltas), atrasa 20 ms',
    /Confiança: boa \(nada a limita\) {2}99 % das sondas saíram com até 40 µs de atraso/,
  ],
} as const;

/** Sentences as they were before they were wrapped. */
const flowing = (lines: readonly string[]): string => lines.join('\n').replace(/\s*\n│ /g, ' ');

describe.each(['en', 'pt-BR'] as const)('the five questions in %s', (language) => {
  it.each([
    [80, 24],
    [100, 30],
    [120, 40],
  ])('are answered by the finished screen at %i×%i', (columns, rows) => {
    const lines = drawn(ended, { columns, rows, language, offers });
    const text = flowing(lines);
    for (const answer of ANSWERS[language])
      if (typeof answer === 'string') expect(text).toContain(answer);
      else expect(text).toMatch(answer);
    // What is not shown can be reached, and is said to be.
    expect(lines.join('\n')).toMatch(
      / of 800, \d+ of \d+ lost are here| de 800, aqui estão \d+ das \d+ perdidas/,
    );
    expect(lines.at(-1)).toContain(` < > w  ${wordsFor(language).live.keys.along}`);
  });

  it.each([80, 120])('are answered by what stays in a terminal of %i columns and 24 rows', (columns) => {
    const lines = picture(canvasFor({ columns, rows: 40, language }), ended);
    expect(lines.length).toBeLessThan(23);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    const text = flowing(lines).replace(/\n\s+/g, ' ');
    const [lost, , , paid, tails, link, trust] = ANSWERS[language];
    for (const answer of [lost, paid, link]) expect(text).toContain(answer);
    for (const answer of [tails, trust]) expect(text).toMatch(answer);
    // The two halves stand side by side: of the names, the first of each.
    expect(text).toMatch(/ (?:waited|esperaram): #\d+.*│.* (?:gone|perdidos): #\d+/);
  });
});
