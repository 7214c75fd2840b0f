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
    | 'lab';
  /** `limited`: works, with a consequence. `missing`: something cannot be done. */
  readonly status: 'good' | 'limited' | 'missing';
  /** Times in ns. */
  readonly details: Details;
}
