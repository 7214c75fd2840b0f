/** What is refused before anything starts: options that would do nothing, and what must not leave without consent. */
import { describe, expect, it } from 'vitest';
import { typed } from './typed.ts';

describe('options that do nothing', () => {
  it.each([
    ['udp --nagle', '--nagle does nothing with udp: it belongs to TCP. Leave it out.'],
    ['udp --congestion cubic', '--congestion does nothing with udp'],
    ['tcp --mode connect --dscp 46 --engine linux', '--dscp does nothing with --mode connect'],
    ['tcp --mode connect --bitrate 1M', '--bitrate does nothing with --mode connect'],
    ['tcp --dscp 46 --engine portable', '--dscp does nothing with --engine portable'],
    ['compare --send-buffer 64Ki --engine portable', '--send-buffer does nothing with --engine portable'],
    ['udp --mode up --rate closed', '--rate closed does nothing with --mode up'],
    ['udp --threads 2', '--threads does nothing with --clients 1'],
    // Before the lab is built.
    ['udp --loss 5% --nagle', '--nagle does nothing with udp'],
    ['udp --queue 10 --loss 1%', '--queue does not go with a link without --bandwidth'],
    ['udp --jitter-shape normal --delay 5ms', '--jitter-shape does not go with a delay without --jitter'],
    ['tcp --key-file /nonexistent', '--key-file does not go with a server of its own'],
    ['tcp echo://127.0.0.1 --key-file /nonexistent', '--key-file does not go with echo://'],
    ['compare --together --sequential', '--together does not go with --sequential'],
    ['serve --busy-poll --engine portable', '--busy-poll does not go with --engine portable'],
    ['lab --engine portable --server true -- true', '--engine does not go with --server'],
  ])('%s', async (line, sentence) => {
    const { status, out, err } = await typed(...line.split(' '));
    expect(err).toContain(`sockbench: ${sentence}`);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });
});

describe('towards a public address', () => {
  it.each([
    ['tcp 203.0.113.7 --mode up --bitrate 11M', 'would send 11 Mbit/s in'],
    ['udp 203.0.113.7 --rate 9999 --size 65507', 'would send 5.24 Gbit/s in'],
    ['udp 203.0.113.7 --mode down --rate max', 'would flood it'],
  ])('%s', async (line, sentence) => {
    const { status, out, err } = await typed(...line.split(' '), '--ui', 'none');
    const said = `${out} ${err}`.replaceAll(/\s+/g, ' ');
    expect({ status, said: said.includes(sentence) }, said).toEqual({ status: 2, said: true });
  });
});
