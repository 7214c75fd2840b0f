import { expect, it } from 'vitest';
import { SockbenchError } from '../../../../src/errors.ts';
import { behindLink } from '../../../../src/run/client/control/behind-link.ts';
import { impaired } from '../../../link/harness.ts';

const silence = new SockbenchError('no-answer', 'measure', { address: '10.77.0.1:5000' });

it('blames the link where it lets little through, or is slower than anyone waits', () => {
  expect(behindLink(silence, impaired({ loss: 1 }), 3e9)).toMatchObject({
    code: 'link-silent',
    message: 'Nothing came back over the emulated link (each way: loss 100%).',
  });
  expect(behindLink(silence, impaired({ delay: 2e9 }), 3e9)).toMatchObject({
    code: 'link-slow',
    details: { seconds: 4, patience: 3 },
  });
  expect(behindLink(silence, impaired({ delay: 2e9 }), 5e9)).toMatchObject({ code: 'link-silent' });
});

it('keeps the reason where the link is hardly to blame, and every other error', () => {
  expect(behindLink(silence, impaired({ loss: 0.05, delay: 20e6 }), 3e9)).toBe(silence);
  const other = new SockbenchError('control-lost', 'measure', { address: '10.77.0.1:5000' });
  expect(behindLink(other, impaired({ loss: 1 }), 3e9)).toBe(other);
});
