/**
 * What `sockbench load` says of lines whose truth is known: `npm run bench -- --load [--seconds 8] [--only ID,ID]`. Writes
 * reports/load. Each row is one run over the lab; it takes about six minutes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostOf } from '../lib/host.mjs';
import { writePages } from '../lib/report.mjs';
import { carries } from './carries.mjs';
import { CASES } from './cases.mjs';
import { percent } from './figures.mjs';

/** In every row: whether probes left in time in each phase, whose losses they are, and whose the slowest answers' time was. */
function everywhere({ phases, runs }, fates) {
  const udp = runs[0].transports.find(({ transport }) => transport === 'udp');
  const { loss, link, owners, quality } = udp;
  const told = [loss.up.lost, loss.down.lost];
  const truth = [link.up.udp.dropped, link.down.udp.dropped];
  const onTime = Math.min(...phases.map((phase) => phase.onTime ?? 0));
  const { generator, blocked, server, unknown } = owners.slowest;
  return {
    onTime,
    onTimeMet: onTime >= 0.99,
    losses: `${told.join(' / ')} of ${truth.join(' / ')}`,
    lossesMet: told.join() === truth.join() && lossesByPhase(phases, udp, fates),
    own: generator + blocked + server + unknown,
    trust: quality.trust?.level ?? null,
  };
}

/** Of each phase, where the link's log was kept. */
function lossesByPhase(phases, { samples }, fates) {
  if (fates.length === 0) return true;
  const probes = fates.filter(
    ({ protocol, probe, fate }) => protocol === 'udp' && probe?.warmup === false && fate !== 'delivered',
  );
  return phases.every(({ startSeconds, seconds, loss }) =>
    ['up', 'down'].every((way) => {
      const own = probes.filter(({ direction, probe }) => {
        const at = samples.sent[probe.number] / 1e9;
        return direction === way && at >= startSeconds && at < startSeconds + seconds;
      });
      return own.length === loss[way].lost;
    }),
  );
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

/** @param wanted ids of the rows; undefined: all of them */
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
          ...everywhere(document, fates),
          grade: document.grade.up ?? document.grade.down,
        };
      } catch (error) {
        row = {
          says: error.message,
          met: false,
          onTime: null,
          onTimeMet: false,
          losses: '–',
          lossesMet: false,
          own: null,
          trust: null,
          grade: null,
        };
      }
      rows.push({ id: one.id, options: one.options, goal: one.goal, ...row });
      console.error(lineOf(rows.at(-1)).join(' | '));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const carried = wanted === undefined || wanted.includes('carries') ? await carriedOf(root) : null;
  const judged = [...rows, ...(carried === null ? [] : [carried])].filter(({ met }) => met !== null);
  const count = (name) => `${rows.filter((row) => row[name]).length} of ${rows.length}`;
  const says = `A busy line over the lab: ${judged.filter((row) => row.met).length} of ${judged.length} goals met; the losses of probes are the link's in ${count('lossesMet')} runs; at least 99 % of the probes left within 1 ms of their time in every phase of ${count('onTimeMet')} runs.`;
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
        'probes on time, the worst phase',
        'probes lost up / down of the link’s',
        'own share of the slowest answers',
        'trust',
        'grade',
      ],
      rows.map(lineOf),
    ],
    [
      'p',
      carried === null
        ? 'What the lab carries with CoDel and ECN was not asked for.'
        : `What the lab carries with CoDel and ECN, of what it carries without (${carried.goal}): ${carried.says}: ${carried.met ? 'met' : 'not met'}.`,
    ],
  ];
  return writePages(root, 'load', spec, { says, rows, carried }, page);
}

/** Nothing of the table is lost where it fails. */
const carriedOf = (root) =>
  carries(root).catch((error) => ({ id: 'carries', goal: 'at least 90 %', says: error.message, met: false }));

const lineOf = ({
  id,
  options,
  goal,
  says,
  met,
  onTime,
  onTimeMet,
  losses,
  lossesMet,
  own,
  trust,
  grade,
}) => [
  id,
  `\`${options}\``,
  goal,
  says,
  met === null ? '–' : met ? 'met' : 'not met',
  onTime === null ? '–' : `${percent(onTime)}${onTimeMet ? '' : ' (below 99 %)'}`,
  `${losses}${lossesMet ? '' : ' (not the same)'}`,
  own === null ? '–' : percent(own),
  trust ?? '–',
  grade ?? '–',
];
