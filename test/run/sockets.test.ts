import { describe, expect, it } from 'vitest';
import { socketWarnings } from '../../src/run/client/plan/given.ts';
import { asGiven, asksAnything, differencesOf } from '../../src/run/sockets.ts';
import { sentenceFor, wordsFor } from '../../src/words/index.ts';

const NOTHING = { sendBuffer: null, receiveBuffer: null, dscp: null, nagle: false, congestionControl: null };
const ASKED = { ...NOTHING, receiveBuffer: 16e6, dscp: 46, congestionControl: 'bbr' };
const GIVEN = {
  sendBuffer: 106_496,
  receiveBuffer: 4_194_304,
  dscp: 46,
  nagle: false,
  congestionControl: 'cubic',
};

describe('what was asked for and what was given', () => {
  it('differ where the system cut or replaced something, and nowhere else', () => {
    expect(differencesOf(ASKED, GIVEN)).toEqual([
      { option: '--receive-buffer', asked: 16e6, given: 4_194_304 },
      { option: '--congestion', asked: 'bbr', given: 'cubic' },
    ]);
    expect(differencesOf(NOTHING, GIVEN)).toEqual([]);
    expect(differencesOf(ASKED, null)).toEqual([]);
    expect(differencesOf(ASKED, { ...GIVEN, receiveBuffer: null, congestionControl: null })).toEqual([]);
  });

  it('what was not asked for stays so, and what is not known is as asked', () => {
    expect(asGiven(ASKED, GIVEN)).toEqual({
      ...ASKED,
      receiveBuffer: 4_194_304,
      congestionControl: 'cubic',
    });
    expect(asGiven(ASKED, null)).toEqual(ASKED);
    expect(asGiven(NOTHING, GIVEN)).toEqual(NOTHING);
    expect([asksAnything(NOTHING), asksAnything(ASKED), asksAnything({ ...NOTHING, nagle: true })]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('is a warning that names the limit to raise, on the side that has it', () => {
    const [cut, other] = socketWarnings(ASKED, GIVEN, 'server');
    expect(cut!.message).toBe(
      '--receive-buffer 16,000,000 bytes was asked for, but the system of the server gave 4,194,304 bytes.',
    );
    expect(cut!.remedy).toContain('net.core.rmem_max');
    expect(other!.remedy).toBeNull();
    // The kernel has a least size, too: there is no limit to raise.
    const least = socketWarnings(
      { ...NOTHING, receiveBuffer: 1024 },
      { ...GIVEN, receiveBuffer: 1152 },
      'client',
    );
    expect(least).toMatchObject([{ remedy: null, details: { side: 'client' } }]);
    const said = sentenceFor('warnings', wordsFor('pt-BR'), cut!.code, cut!.details!)!;
    expect(said.message).toContain('o sistema do servidor deu 4.194.304 bytes');
  });
});
