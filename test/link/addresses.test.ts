import { describe, expect, it } from 'vitest';
import { Packet, readAddresses } from '../../src/link/packet/packet.ts';
import { ip, viewOf } from './packets.ts';

describe('addresses', () => {
  function of(bytes: Buffer): string[] {
    const room = Buffer.concat([Buffer.alloc(10, 0xff), bytes]);
    const packet = new Packet();
    packet.read(viewOf(room), 10, bytes.length);
    return readAddresses(viewOf(room), 10, packet);
  }
  const between = (from: string, to: string): Buffer => {
    const bytes = ip(6, 59, Buffer.alloc(0));
    const groups = (text: string): Buffer =>
      Buffer.concat(text.split(':').map((group) => Buffer.from(group.padStart(4, '0'), 'hex')));
    groups(from).copy(bytes, 8);
    groups(to).copy(bytes, 24);
    return bytes;
  };

  // RFC 5952, sections 4.2 and 4.3.
  it.each([
    ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['fe80:0:0:0:0:0:0:0', 'fe80::'],
    ['10:0:0:a0:0a:100:0:0', '10::a0:a:100:0:0'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['0:0:3:4:5:6:0:0', '::3:4:5:6:0:0'],
    ['1:2:0:0:0:6:7:8', '1:2::6:7:8'],
  ])('%s is %s', (from, text) => {
    expect(of(between(from, '1:2:3:4:5:6:7:9'))).toEqual([text, '1:2:3:4:5:6:7:9']);
    expect(of(between('1:2:3:4:5:6:7:9', from))).toEqual(['1:2:3:4:5:6:7:9', text]);
  });

  it('with ports where there is one, in brackets for IPv6', () => {
    const ports = (version: 4 | 6, from: number, to: number): string[] => {
      const body = Buffer.alloc(8);
      body.writeUInt16BE(from, 0);
      body.writeUInt16BE(to, 2);
      return of(ip(version, 17, body));
    };
    expect(ports(4, 1, 2)).toEqual(['10.77.0.2:1', '10.77.0.1:2']);
    expect(ports(4, 0, 2)).toEqual(['10.77.0.2:0', '10.77.0.1:2']);
    expect(ports(4, 1, 0)).toEqual(['10.77.0.2:1', '10.77.0.1:0']);
    expect(ports(4, 0, 0)).toEqual(['10.77.0.2', '10.77.0.1']);
    expect(ports(6, 1, 0)).toEqual(['[fd77::2]:1', '[fd77::1]:0']);
    expect(ports(6, 0, 0)).toEqual(['fd77::2', 'fd77::1']);
  });

  it('none of what is no IP', () => {
    expect(of(Buffer.from([0x50, ...Buffer.alloc(60)]))).toEqual(['', '']);
    expect(of(Buffer.alloc(0))).toEqual(['', '']);
  });
});
