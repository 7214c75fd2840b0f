/**
 * What `sockbench load` says of lines whose truth is known: `npm run bench -- --load [--seconds 8] [--only ID,ID]`. Writes
 * reports/load. Each row is one run over the lab.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostOf } from '../lib/host.mjs';
import { writePages } from '../lib/report.mjs';

const MS = 1e6;
const near = (value, truth, share) => Math.abs(value / truth - 1) <= share;
const ms = (ns) => (ns === null || ns === undefined ? '–' : `${(ns / MS).toFixed(1)} ms`);
const mbit = (bits) => (bits === null || bits === undefined ? '–' : `${(bits / 1e6).toFixed(2)} Mbit/s`);
const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** A full queue of so many bytes at so many bits per second makes everybody wait so long, and the other direction not at all. */
const full = (id, way, bytes, bits, options) => ({
  id,
  options: `--direction ${way} ${options}`,
  goal: `${way}: p95 within 3 % of ${ms((bytes * 8e9) / bits)}; the other way below 2 ms`,
  judge: ({ phases }) => {
    const { added } = phases.at(-1);
    const other = added[way === 'up' ? 'down' : 'up'];
    return {
      says: `${ms(added[way].p95)}, other way ${ms(other.p95)}`,
      met: near(added[way].p95, (bytes * 8e9) / bits, 0.03) && other.p95 < 2 * MS,
    };
  },
});

const LINE = '--bandwidth 10M --delay 10ms';
const UNEQUAL = '--bandwidth up=5M,down=20M --delay 10ms --queue up=75kB,down=150kB';
const managed = (id, options, most, about) => ({
  id,
  options: `--direction up ${LINE} ${options}`,
  goal: `p95 below ${most} ms, and the goodput of ${about} within 5 %`,
  judge: ({ phases }, before) => {
    const { added, goodput } = phases.at(-1);
    const share = goodput.up / before.get(about).phases.at(-1).goodput.up;
    return {
      says: `${ms(added.up.p95)}, ${mbit(goodput.up)} (${percent(share)})`,
      met: added.up.p95 < most * MS && share > 0.95,
    };
  },
});

const CASES = [
  full('30kB', 'up', 30e3, 10e6, `${LINE} --queue 30kB`),
  full('150kB', 'up', 150e3, 10e6, `${LINE} --queue 150kB`),
  full('150kB-down', 'down', 150e3, 10e6, `${LINE} --queue 150kB`),
  full('600kB', 'up', 600e3, 10e6, `${LINE} --queue 600kB`),
  full('unequal-up', 'up', 75e3, 5e6, UNEQUAL),
  full('unequal-down', 'down', 150e3, 20e6, UNEQUAL),
  {
    id: '100-packets',
    options: `--direction up ${LINE} --queue 100`,
    fates: true,
    goal: 'p95 within 3 % of the sojourn of the same probes in the link’s log',
    judge: (document, _, fates) => {
      const truth = sojournOf(document, fates);
      const { p95 } = document.phases.at(-1).added.up;
      return { says: `${ms(p95)}, log ${ms(truth)}`, met: near(p95, truth, 0.03) };
    },
  },
  {
    id: 'one-cubic',
    options: `--direction up ${LINE} --queue 150kB --streams 1`,
    goal: 'for comparison',
    judge: ({ phases }) => ({ says: ms(phases.at(-1).added.up.p95), met: null }),
  },
  {
    id: 'one-bbr',
    options: `--direction up ${LINE} --queue 150kB --streams 1 --congestion bbr`,
    goal: 'p95 below a quarter of one CUBIC stream’s',
    judge: ({ phases }, before) => {
      const [own, cubic] = [phases, before.get('one-cubic').phases].map((all) => all.at(-1).added.up.p95);
      return { says: ms(own), met: own < cubic / 4 };
    },
  },
  {
    id: 'four-bbr',
    options: `--direction up ${LINE} --queue 150kB --congestion bbr`,
    goal: 'they fill it: p95 above a quarter of one CUBIC stream’s',
    judge: ({ phases }, before) => {
      const [own, cubic] = [phases, before.get('one-cubic').phases].map((all) => all.at(-1).added.up.p95);
      return { says: ms(own), met: own > cubic / 4 };
    },
  },
  managed('codel', '--queue 150kB --aqm codel --streams 1', 25, 'one-cubic'),
  managed('codel-four', '--queue 150kB --aqm codel', 25, '150kB'),
  managed('fq-codel', '--queue 150kB --aqm fq-codel', 5, '150kB'),
  {
    id: 'codel-ecn',
    options: `--direction up ${LINE} --queue 150kB --aqm codel --ecn`,
    goal: 'it marks, and drops no segment of TCP',
    judge: ({ phases, runs }) => {
      const { tcp } = runs.at(-1).transports[0].link.up;
      const { marked } = phases.at(-1).queue.up;
      return {
        says: `${marked} marked, ${tcp.dropped} segments dropped`,
        met: marked > 0 && tcp.dropped === 0,
      };
    },
  },
];

/** p95 of what the log says of the probes whose delays the phase is made of, ns. */
function sojournOf({ phases, runs }, fates) {
  const { startSeconds, seconds } = phases.at(-1);
  const { sent, up } = runs[0].transports.find(({ transport }) => transport === 'udp').samples;
  const [from, to] = [(startSeconds + 2) * 1e9, (startSeconds + seconds) * 1e9];
  const waited = fates
    .filter(
      ({ protocol, direction, probe }) => protocol === 'udp' && direction === 'up' && probe?.warmup === false,
    )
    .filter(({ probe: { number } }) => sent[number] >= from && sent[number] < to && up[number] !== null)
    .map(({ sojourn }) => sojourn)
    .sort((a, b) => a - b);
  return waited[Math.ceil(0.95 * waited.length) - 1];
}

/** In every row: when probes left, and whose losses they are. */
function everywhere({ runs }) {
  const udp = runs[0].transports.find(({ transport }) => transport === 'udp');
  const { loss, link, latency, quality } = udp;
  const told = [loss.up.lost, loss.down.lost];
  const truth = [link.up.udp.dropped, link.down.udp.dropped];
  return {
    lag: latency.sendLag.p99,
    onTime: latency.sendLag.p99 <= MS,
    losses: `${told.join(' / ')} of ${truth.join(' / ')}`,
    lossesMet: told.join() === truth.join(),
    trust: quality.trust?.level ?? null,
  };
}

function measured(root, folder, { options, fates }, seconds) {
  const command = join(root, 'dist', 'cli', 'main.js');
  const log = join(folder, 'fates.jsonl');
  const own = ['--phase', `${seconds}s`, '--json', '--ui', 'none', '--seed', '7'];
  const words = options.split(' ');
  // What fills the line is load's own; the link is the lab's, where its log is wanted.
  const link = words.slice(2);
  const args = fates
    ? [
        'lab',
        ...link,
        '--seed',
        '7',
        '--fates',
        log,
        '--force',
        '--',
        process.execPath,
        command,
        'load',
        ...words.slice(0, 2),
        ...own,
      ]
    : ['load', ...words, ...own];
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    encoding: 'utf8',
    timeout: 180_000,
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`status ${status}: ${stderr.slice(-300)}`);
  const lines = fates ? readFileSync(log, 'utf8').trim().split('\n') : [];
  return { document: JSON.parse(stdout), fates: lines.map((line) => JSON.parse(line)) };
}

export async function load(root, seconds, wanted) {
  const folder = mkdtempSync(join(tmpdir(), 'sockbench-load-'));
  const before = new Map();
  const rows = [];
  try {
    for (const one of CASES.filter(({ id }) => wanted === undefined || wanted.includes(id))) {
      let row;
      try {
        const { document, fates } = measured(root, folder, one, seconds);
        before.set(one.id, document);
        row = {
          ...one.judge(document, before, fates),
          ...everywhere(document),
          grade: document.grade.up ?? document.grade.down,
        };
      } catch (error) {
        row = {
          says: error.message,
          met: false,
          lag: null,
          onTime: false,
          losses: '–',
          lossesMet: false,
          grade: null,
        };
      }
      rows.push({ id: one.id, options: one.options, goal: one.goal, ...row });
      console.error(lineOf(rows.at(-1)).join(' | '));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const judged = rows.filter(({ met }) => met !== null);
  const met = judged.filter((row) => row.met).length;
  const says = `A busy line over the lab: ${met} of ${judged.length} goals met; the losses of probes are the link's in ${rows.filter(({ lossesMet }) => lossesMet).length} of ${rows.length} runs.`;
  const host = hostOf(root);
  const spec = { command: ['npm', 'run', 'bench', '--', ...process.argv.slice(2)], seconds, host };
  const page = [
    ['h1', 'A busy line whose truth is known'],
    [
      'p',
      `Generated by \`${spec.command.join(' ')}\` on ${host.startedAt.slice(0, 10)}: revision ${host.revision}${host.clean ? '' : ' (with changes)'}, ${host.system}, ${host.cores} cores (${host.cpu}), Node ${host.node}, load before the start ${host.load.toFixed(2)}. Each row is one run of \`sockbench load\` over the lab, with phases of ${seconds} s; cubic and four streams where nothing else is said. Delays are added ones, without the first 2 s of the phase.`,
    ],
    [
      'table',
      [
        'run',
        'options',
        'goal',
        'measured',
        '',
        'probes late, p99',
        'probes lost up / down of the link’s',
        'trust',
        'grade',
      ],
      rows.map(lineOf),
    ],
  ];
  return writePages(root, 'load', spec, { says, rows }, page);
}

const lineOf = ({ id, options, goal, says, met, lag, onTime, losses, trust, grade }) => [
  id,
  `\`${options}\``,
  goal,
  says,
  met === null ? '–' : met ? 'met' : 'not met',
  `${ms(lag)}${onTime ? '' : ' (above 1 ms)'}`,
  losses,
  trust ?? '–',
  grade ?? '–',
];
