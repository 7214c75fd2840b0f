/** The first lines of a run screen: what runs, over which link, how far it is. */
import type { DirectionImpairment, Impairment } from '../../../result/impairment.ts';
import { safeText } from '../../safe-text.ts';
import type { Canvas } from '../canvas.ts';
import type { RunModel } from '../model/model.ts';
import { edges, line, widthOf } from '../text.ts';
import type { Style } from '../theme.ts';

export function titleLine(canvas: Canvas, model: RunModel, paused: boolean): string {
  const { theme, columns } = canvas;
  const [state, style] = stateOf(canvas, model, paused);
  const begin = `sockbench ${commandOf(model)}`;
  const path = `  ${pathOf(canvas, model)}`;
  // What matters least is left out, whole.
  const load = loadOf(canvas, model).map((part) => `  ${part}`);
  const room = columns - widthOf(begin) - widthOf(path) - widthOf(state) - 3;
  while (load.length > 0 && widthOf(load.join('')) > room) load.pop();
  return edges(theme, columns, [[begin, 'strong'], path, [load.join(''), 'dim']], [[` ${state} `, style]]);
}

function commandOf(model: RunModel): string {
  return model.spec.transports.length > 1 ? 'compare' : model.spec.transports[0]!;
}

function pathOf({ words, theme }: Canvas, model: RunModel): string {
  const { target } = model.spec;
  if (target !== null) {
    const name = safeText(target.host);
    const host = name.includes(':') ? `[${name}]` : name;
    return `${theme.glyphs.arrow} ${target.scheme === 'echo' ? 'echo://' : ''}${host}:${target.port}`;
  }
  return model.impairment === null ? words.ownServer : words.lab;
}

/** What matters most first. */
function loadOf({ words, figures }: Canvas, model: RunModel): string[] {
  const { spec, effective } = model;
  const first = effective?.transports[0] ?? spec.transports[0]!;
  const rate = effective?.rate[first] ?? spec.rate;
  const size = effective?.size[first] ?? spec.size;
  const parts = [
    spec.mode === 'echo' ? null : spec.mode,
    words.clients(spec.clients),
    rate === 'max'
      ? words.flood
      : rate === 'closed'
        ? words.closed
        : rate === null
          ? null
          : words.perSecond(figures.rate(rate)),
    effective !== null && !effective.together && spec.transports.length > 1 ? words.sequential : null,
    size === null || size === undefined ? null : words.bytes(size),
    spec.transports.includes('tcp') ? (effective?.congestionControl ?? null) : null,
    effective?.engine ?? null,
  ];
  return parts.filter((part) => part !== null);
}

function stateOf({ words }: Canvas, model: RunModel, paused: boolean): [string, Style] {
  if (paused) return [words.phase.paused, 'inverse'];
  const status = model.result?.ending.status;
  if (status === 'failed') return [words.phase.failed, 'bad'];
  if (status === 'interrupted') return [words.phase.interrupted, 'warn'];
  return [words.phase[model.phase], model.phase === 'running' ? 'good' : 'strong'];
}

/** A bar over the line, with the time left at its end. */
export function progressLine(canvas: Canvas, model: RunModel): string {
  const { theme, words, figures, columns } = canvas;
  const current = [...model.lanes].reverse().find((lane) => lane.snapshot !== null)?.snapshot ?? null;
  const share = shareDone(model);
  const { remaining } = current ?? { remaining: null };
  const text =
    model.phase === 'ended' || model.phase === 'draining' || current === null
      ? ''
      : remaining === null
        ? words.elapsed(figures.seconds(Math.max(0, current.elapsed)))
        : words.left(figures.seconds(Math.max(0, remaining) + yetToCome(model)));
  const width = columns - (text === '' ? 0 : widthOf(text) + 2);
  const filled = Math.round((share ?? 0) * width);
  return line(
    theme,
    columns,
    [theme.glyphs.full.repeat(filled), 'good'],
    [theme.glyphs.empty.repeat(Math.max(0, width - filled)), 'dim'],
    text === '' ? '' : `  ${text}`,
  );
}

/** ns of the transports that have not begun, one after the other. */
function yetToCome({ effective, lanes }: RunModel): number {
  if (effective === null || effective.together) return 0;
  const waiting = lanes.filter((lane) => lane.snapshot === null).length;
  return waiting * ((effective.duration ?? 0) + (effective.warmup ?? 0));
}

/** 0..1; one after the other, each transport is its part. null where the end is unknown. */
function shareDone(model: RunModel): number | null {
  if (model.phase === 'ended') return 1;
  const shares = model.lanes.map(({ snapshot }) => {
    if (snapshot === null || snapshot.elapsed <= 0) return 0;
    if (snapshot.phase === 'ended' || snapshot.phase === 'draining') return 1;
    return snapshot.remaining === null ? 0 : snapshot.elapsed / (snapshot.elapsed + snapshot.remaining);
  });
  const together = model.effective?.together ?? true;
  return together ? Math.max(0, ...shares) : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** What is known of the link of a run: this machine's, or that of the server; nothing where there is none. */
export function linkLines(canvas: Canvas, { impairment, linkThere, spec }: RunModel): string[] {
  if (impairment !== null) return [linkLine(canvas, impairment, spec.mode)];
  const { theme, words, columns } = canvas;
  return linkThere === null ? [] : [line(theme, columns, [words.link.before(safeText(linkThere)), 'warn'])];
}

/** What the emulated link does, in plain words; where there is no room for all, `…` stands for whole parts. */
export function linkLine(
  canvas: Canvas,
  impairment: Impairment,
  mode: RunModel['spec']['mode'] = 'echo',
): string {
  const { words, theme, columns } = canvas;
  const { up, down } = impairment;
  if (JSON.stringify(up) === JSON.stringify(down)) {
    const title = `${words.link.title} `;
    const [does] = fitted([partsOf(canvas, up)], columns - widthOf(title)) as [string];
    const note = mode === 'echo' ? roundTripNote(canvas, up) : '';
    const [first = '', ...rest] = does.split(/(?=, )/);
    const fits = widthOf(title) + widthOf(does) + widthOf(note) <= columns;
    // Behind the loss, whose it is.
    return line(
      theme,
      columns,
      [title, 'dim'],
      [first, 'warn'],
      [fits ? note : '', 'dim'],
      [rest.join(''), 'warn'],
    );
  }
  const [first, second] = [`${words.link.up} `, `  ${words.link.down} `];
  const room = columns - widthOf(first) - widthOf(second);
  const [upward, downward] = fitted([partsOf(canvas, up), partsOf(canvas, down)], room) as [string, string];
  return line(theme, columns, [first, 'dim'], [upward, 'warn'], [second, 'dim'], [downward, 'warn']);
}

/** Whoever has the most loses the last, until all fit. */
function fitted(all: readonly (readonly string[])[], room: number): string[] {
  const kept = all.map((parts) => parts.length);
  for (;;) {
    const said = all.map(
      (parts, at) => parts.slice(0, kept[at]).join(', ') + (kept[at]! < parts.length ? ', …' : ''),
    );
    const most = Math.max(...kept);
    if (most === 1 || said.reduce((sum, text) => sum + widthOf(text), 0) <= room) return said;
    kept[kept.indexOf(most)]!--;
  }
}

/** 5 % each way are 9.8 % of round trips: said, because everyone stumbles over it. */
function roundTripNote({ words, figures }: Canvas, one: DirectionImpairment): string {
  const crosses = (1 - (one.burst?.ratio ?? 0)) * (1 - one.loss);
  return crosses === 1 ? '' : ` ${words.link.roundTrip(figures.percent(1 - crosses ** 2))}`;
}

export function partsOf({ words, figures }: Canvas, one: DirectionImpairment): string[] {
  const { link } = words;
  const parts = [
    one.burst !== null
      ? link.burst(figures.percent(one.burst.ratio), figures.rate(one.burst.meanLength))
      : null,
    one.loss > 0 ? link.loss(figures.percent(one.loss)) : null,
    one.drop.length > 0 ? link.scripted(one.drop.length) : null,
    one.delay > 0 ? link.delay(figures.time(one.delay)) : null,
    one.jitter > 0 ? link.jitter(figures.time(one.jitter)) : null,
    one.reorder > 0 ? link.reorder(figures.percent(one.reorder)) : null,
    one.duplicate > 0 ? link.duplicate(figures.percent(one.duplicate)) : null,
    one.corrupt > 0 ? link.corrupt(figures.percent(one.corrupt)) : null,
    one.bandwidth !== null ? link.bandwidth(figures.bits(one.bandwidth)) : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? [link.perfect] : parts;
}
