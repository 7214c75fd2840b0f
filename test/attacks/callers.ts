/** Whoever attacks: connections and datagrams of plain sockets, and how many bytes they sent and got. */
import { spawn } from 'node:child_process';
import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

const FORGE = fileURLToPath(new URL('forge.py', import.meta.url));

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export class Callers {
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  readonly #datagrams = new Set<DatagramSocket>();
  sent = 0;
  got = 0;

  constructor(port: number) {
    this.#port = port;
  }

  /** @param deaf never reads */
  async connection(deaf = false, local?: string): Promise<Socket> {
    const socket = connect({ port: this.#port, host: local ?? '127.0.0.1' });
    this.#sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
    if (deaf) socket.pause();
    else
      socket.on('data', (bytes) => {
        this.got += bytes.length;
      });
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
    return socket;
  }

  connections(count: number): Promise<Socket[]> {
    return Promise.all(Array.from({ length: count }, () => this.connection()));
  }

  /** @returns whether more may be written at once */
  write(socket: Socket, bytes: Buffer | string): boolean {
    if (!socket.writable) return false;
    this.sent += Buffer.byteLength(bytes);
    return socket.write(bytes);
  }

  async datagramSocket(host = '127.0.0.1'): Promise<DatagramSocket> {
    const socket = createSocket('udp4');
    this.#datagrams.add(socket);
    socket
      .on('error', () => {})
      .on('message', (bytes) => {
        this.got += bytes.length;
      });
    await new Promise<void>((resolve) => socket.connect(this.#port, host, resolve));
    return socket;
  }

  /** Resolves when the system has taken them. */
  async send(socket: DatagramSocket, datagrams: readonly Buffer[]): Promise<void> {
    await Promise.all(
      datagrams.map(
        (bytes) =>
          new Promise<void>((resolve) => {
            this.sent += bytes.length;
            socket.send(bytes, () => resolve());
          }),
      ),
    );
  }

  /** Datagrams from a place that is not one's own. */
  async forge(count: number, sources: readonly string[], datagrams: readonly Buffer[]): Promise<void> {
    const places = sources.join(',');
    const words = [String(this.#port), String(count), places, ...datagrams.map((one) => one.toString('hex'))];
    const child = spawn('python3', [FORGE, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [status] = await once(child, 'close');
    if (status !== 0) throw new Error(`forge.py ended with ${status}`);
    this.sent += (count * datagrams.reduce((all, one) => all + one.length, 0)) / datagrams.length;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    for (const socket of this.#datagrams) socket.close();
    this.#datagrams.clear();
  }
}
