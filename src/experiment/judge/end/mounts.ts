/**
 * A view of the file system for one command: everything read-only; of the places where secrets and other people's
 * sockets live nothing but what the command needs; a scratch folder of bounded size in memory. It is this process's own
 * (a mount namespace), and ends with it.
 */
import { closeSync, constants, existsSync, mkdirSync, openSync, realpathSync, symlinkSync } from 'node:fs';
import { CLONE_NEWNS, type Libc } from '../../../link/system/libc.ts';
import { SCRATCH } from './orders.ts';

const MS_NOSUID = 2;
const MS_NODEV = 4;
const MS_BIND = 4096;
const MS_REC = 16_384;
const MS_PRIVATE = 1n << 18n;
const MOUNT_ATTR_RDONLY = 1n;
const MOUNT_ATTR_NOSUID = 2n;

/** Where programs leave sockets and temporary files; devices, which a read-only view does not protect. */
const ALWAYS_HIDDEN = ['/tmp', '/var/tmp', '/run', '/dev'];
/** Devices that hold nothing of anybody. */
const HARMLESS = ['null', 'zero', 'full', 'random', 'urandom', 'tty'].map((name) => `/dev/${name}`);
const DEVICE_FOLDERS = ['/dev/shm', '/dev/pts'];
const DEVICE_LINKS = { fd: '', stdin: '/0', stdout: '/1', stderr: '/2' } as const;
/** Opens no device, and nothing else either: only says where it is (open(2); the same on x64 and arm64). */
const O_PATH = 0o10000000;
/** Of a hidden folder that is not the scratch. */
const SMALL = 1 << 20;

export interface View {
  /** Where the command runs: it may write there, and nothing of it is kept. */
  readonly folder: string;
  readonly visible: readonly string[];
  readonly hidden: readonly string[];
  /** Bytes of the scratch folder. */
  readonly disk: number;
}

/** @throws Error that names the call that failed: the judge says it */
export function enterView(libc: Libc, { folder, visible, hidden, disk }: View): void {
  check(libc, libc.unshare(CLONE_NEWNS), 'unshare');
  check(libc, libc.mountSetattr('/', readOnly()), 'mount_setattr');
  const covers = outermost([...ALWAYS_HIDDEN, ...hidden].filter((path) => existsSync(path)));
  // What stays visible is held open while its surroundings vanish.
  const kept = outermost([folder, ...visible].map((path) => realpathSync(path)))
    .filter((path) => covers.some((cover) => isWithin(path, cover)))
    .map((path) => ({ path, fd: openSync(path, constants.O_RDONLY | constants.O_DIRECTORY) }));
  const devices = HARMLESS.filter((path) => existsSync(path)).map((path) => ({
    path,
    fd: openSync(path, O_PATH),
  }));
  for (const cover of covers) memory(libc, cover, cover === '/tmp' ? disk : SMALL);
  putDevices(libc, devices);
  for (const { path, fd } of kept) {
    mkdirSync(path, { recursive: true });
    putBack(libc, { path, fd });
  }
  mkdirSync(SCRATCH, { recursive: true });
  layOver(libc, folder);
}

interface Held {
  readonly path: string;
  readonly fd: number;
}

function putBack(libc: Libc, { path, fd }: Held): void {
  check(libc, libc.mount(`/proc/self/fd/${fd}`, path, '', MS_BIND | MS_REC, ''), 'bind');
  closeSync(fd);
}

/** What every program expects to find there. */
function putDevices(libc: Libc, devices: readonly Held[]): void {
  for (const folder of DEVICE_FOLDERS) mkdirSync(folder);
  for (const [name, of] of Object.entries(DEVICE_LINKS)) symlinkSync(`/proc/self/fd${of}`, `/dev/${name}`);
  for (const device of devices) {
    closeSync(openSync(device.path, 'wx'));
    putBack(libc, device);
  }
}

/** What is written in the folder goes into the scratch. Where the kernel knows no such thing, the folder is read-only. */
function layOver(libc: Libc, folder: string): void {
  const [upper, work] = [`${SCRATCH}/.written`, `${SCRATCH}/.work`];
  mkdirSync(upper);
  mkdirSync(work);
  // Commas and backslashes part the options; a folder with such a name stays read-only.
  if (/[,:\\]/.test(folder)) return;
  libc.mount(
    'overlay',
    folder,
    'overlay',
    0,
    `lowerdir=${folder},upperdir=${upper},workdir=${work},userxattr`,
  );
}

function memory(libc: Libc, path: string, bytes: number): void {
  const options = `size=${bytes},nr_inodes=10000,mode=755`;
  check(libc, libc.mount('tmpfs', path, 'tmpfs', MS_NOSUID | MS_NODEV, options), 'tmpfs');
}

/** struct mount_attr: set, clear, propagation, user namespace. */
function readOnly(): Buffer {
  const attributes = Buffer.alloc(32);
  attributes.writeBigUInt64LE(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0);
  attributes.writeBigUInt64LE(MS_PRIVATE, 16);
  return attributes;
}

function check(libc: Libc, status: number, call: string): void {
  if (status !== 0) throw new Error(`${call}: errno ${libc.errno()}`);
}

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Without those that lie within another of them. */
const outermost = (paths: readonly string[]): string[] =>
  [...new Set(paths)].filter((path) => !paths.some((other) => other !== path && isWithin(path, other)));
