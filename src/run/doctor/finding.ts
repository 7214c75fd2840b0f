/** One thing that `doctor` looked at: plain data; words say what it means and what to do. */
import type { Details } from '../../words/index.ts';

export interface Finding {
  readonly id:
    | 'clock'
    | 'timers'
    | 'cores'
    | 'loopbackUdp'
    | 'loopbackTcp'
    | 'receiveBuffer'
    | 'sendBuffer'
    | 'openFiles'
    | 'drops'
    | 'ffi'
    | 'namespaces'
    | 'tun'
    | 'lab'
    | 'added';
  /** `limited`: works, with a consequence. `missing`: something cannot be done, which the exit status says, too. */
  readonly status: 'good' | 'limited' | 'missing';
  /** Whole numbers with their unit in the name (`p50Ns`, `mostBytes`), counts by what is counted. */
  readonly details: Details;
}
