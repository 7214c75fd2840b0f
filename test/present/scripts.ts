/** Texts that terminals draw differently: of all scripts, honest ones and those that somebody made to break a screen. */
import fc from 'fast-check';
import { safeText } from '../../src/safe-text.ts';
import { anyText } from '../any-text.ts';

export const HONEST: Readonly<Record<string, string>> = {
  hindi: 'नमस्ते, क्या आपको मेरे सारे संदेश मिल गए? राष्ट्रीय स्वास्थ्य कार्यक्रम में प्रवेश',
  sanskrit: 'कार्त्स्न्येन संस्कृतं र्द्ध्र्य',
  bengali: 'আপনি কি আমার বার্তা পেয়েছেন? রাষ্ট্রীয়',
  tamil: 'வணக்கம், நீங்கள் எப்படி இருக்கிறீர்கள்?',
  malayalam: 'സുഖമാണോ? സ്ത്രീ വിദ്യാർത്ഥി',
  burmese: 'မင်္ဂလာပါ။ သင်္ဘော',
  khmer: 'សួស្តី ខ្ញុំឈ្មោះ ស្រី',
  tibetan: 'བཀྲ་ཤིས་བདེ་ལེགས། རྫོང་ཁ',
  thai: 'สวัสดีครับ ทุกคนอยู่ที่นี่ไหม น้ำ',
  arabic: 'مرحبا، هل وصلت كل الرسائل؟ ﷽',
  hebrew: 'שָׁלוֹם לְכוּלָם',
  chinese: '你好，消息都收到了吗？㈱㉈',
  japanese: 'こんにちは、ﾊﾝｶｸも全角ＡＢＣも',
  korean: '안녕하세요, 메시지를 받았어요?',
  russian: 'Привет, все сообщения дошли?',
  greek: 'Γειά σας, πήρατε όλα τα μηνύματα;',
  portuguese: 'Olá, vocês receberam todas as mensagens? Não!',
  vietnamese: 'Xin chào, các bạn nhận được chưa? Nguyễn',
  emoji: '👩‍👩‍👧‍👦 👍🏽 ❤️ 1️⃣ 🇧🇷 🏴 ☕ ♀️ 🤷🏾‍♀️ ⚽︎',
  ambiguous: '① ② ㉈ ⑴ ½ § ° ± × ÷ € ™ “x” — … ▶ ◀ ◽ ◾ █ ░',
};

export const ATTACKS: readonly string[] = [
  // Conjuncts without an end: one cluster, and a column for each consonant.
  'क्'.repeat(300),
  `${'ക്‍'.repeat(200)}x`,
  `${'👩‍'.repeat(200)}👩`,
  '🇧'.repeat(150),
  'e\u0301\u0301\u0301\u0301'.repeat(200),
  '각'.repeat(100),
  'ำ'.repeat(200),
  '\u0903'.repeat(200),
  '❤\ufe0f'.repeat(200),
  '﷽'.repeat(100),
  'ཀ\u0f90\u0f91\u0f92'.repeat(100),
  '\u3248'.repeat(150),
  'x'.repeat(900),
  `${' '.repeat(300)}* Ana has left.`,
].map(safeText);

/** Pieces of every script, put together at random. */
const PIECES = [...Object.values(HONEST), ...ATTACKS].flatMap((text) => Array.from(text));

export const hostile: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom(...ATTACKS),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    anyText({ maxLength: 60 }),
  )
  .map(safeText);
