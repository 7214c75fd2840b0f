// Run in a terminal: draws each text of IN (JSON) at the left edge and asks the terminal how far it came; to OUT (JSON).
import { readFileSync, writeFileSync } from 'node:fs';

const [from, to] = process.argv.slice(2);
const texts = JSON.parse(readFileSync(from, 'utf8'));
const AT_ONCE = 200;
const columns = [];
let asked = 0;
let held = '';

function ask() {
  let out = '';
  for (const end = Math.min(texts.length, asked + AT_ONCE); asked < end; asked++)
    out += `\r\u001b[2K${texts[asked]}\u001b[6n`;
  process.stdout.write(out);
}

process.stdin.setRawMode(true);
process.stdin.on('data', (bytes) => {
  held += bytes.toString('latin1');
  for (let reply = ''; reply !== undefined; ) {
    const found = /\u001b\[\d+;(\d+)R/.exec(held);
    reply = found?.[0];
    if (found === null) break;
    held = held.slice(found.index + reply.length);
    columns.push(Number(found[1]) - 1);
  }
  if (columns.length === texts.length) {
    writeFileSync(to, JSON.stringify(columns));
    process.exit();
  }
  if (columns.length === asked) ask();
});
ask();
