/** An end's side of it: calls whoever asked for it, and ends with that connection. */
import { connect } from 'node:net';
import { type JsonBounds, parseJson } from '../../json-bounds.ts';

/** Path and side are the process's arguments. @param obey gets every order @returns what tells */
export function callHost<ToEnd, Message>(
  bounds: JsonBounds,
  obey: (message: ToEnd) => void,
): (message: Message) => void {
  const [path, side] = process.argv.slice(2);
  const host = connect(path!);
  const tell = (message: object): void => void host.write(`${JSON.stringify(message)}\n`);
  host.on('error', () => process.exit(1));
  host.on('close', () => process.exit(0));
  host.on('connect', () => tell({ type: 'hello', side }));
  let held = '';
  host.setEncoding('utf8').on('data', (text: string) => {
    held += text;
    const lines = held.split('\n');
    held = lines.pop()!;
    for (const line of lines) obey(parseJson(line, bounds) as ToEnd);
  });
  return (message) => tell(message as object);
}
