/** The least that a chat can do: the first line is a name, every other goes to everybody else. Nothing is checked. */
import { createServer } from 'node:net';

const members = new Set();
const server = createServer({ noDelay: true }, (socket) => {
  let name;
  let held = '';
  socket.setEncoding('utf8');
  socket.on('error', () => {});
  socket.on('close', () => members.delete(socket));
  socket.on('data', (chunk) => {
    const lines = (held + chunk).split('\n');
    held = lines.pop();
    for (const line of lines) {
      if (name === undefined) {
        name = line;
        members.add(socket);
        socket.write('welcome\n');
      } else for (const other of members) if (other !== socket) other.write(`<${name}> ${line}\n`);
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
process.once('SIGTERM', () => process.exit(0));
