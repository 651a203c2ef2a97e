import { isUscc } from '../uscc/index.js';
import { mentionsIdNumber, mentionsPerson, mentionsPersonalNumber } from './index.js';

describe('mentionsIdNumber', () => {
  it.each([
    ['51080219850214901X', true],
    ['张三51080219850214901x，撤回', true],
    ['LA-51080219850214901X-1', true],
    ['510802198502149019', false],
    ['a51080219850214901X', true],
    ['ID51080219850214901Xb', true],
    ['510802 19850214 901X', true],
    ['5108-0219-8502-1490-1X', true],
    ['510802-19850214-901X', true],
    ['LA-9 51080219850214901X', true],
    // what a case number may look like, whatever its check character comes to
    ['510802-20250512-0019', false],
    ['510802202505120019', true],
    ['651080219850214901X', false],
    ['510802-20250512-0001', false],
    ['', false],
  ])('%s: %s', (text, expected) => {
    expect(mentionsIdNumber(text)).toBe(expected);
  });
});

describe('mentionsPersonalNumber', () => {
  it.each([
    ['51080219850214901X', true],
    ['账户6228480402564890018有存款', true],
    ['card 6228 4804 0256 4890 018', true],
    ['6228-4804-0256-4890-018', true],
    // another check digit, and what is longer or a part of another code
    ['6228480402564890019', false],
    ['62284804025648900180', false],
    ['X6228480402564890018', false],
    ['4111111111111111', true],
    ['91510800MA6253U27D', false],
    ['510802-20250512-0019', false],
    ['document 2025-118, three persons', false],
    ['', false],
  ])('%s: %s', (text, expected) => {
    expect(mentionsPersonalNumber(text)).toBe(expected);
  });

  it('is no credit code of digits alone, also one that has the check digit of a card', () => {
    const codes = Array.from({ length: 4_000 }, (_, number) => `91510800${String(number).padStart(10, '0')}`);
    const credit = codes.filter((code) => isUscc(code));
    expect(credit.length).toBeGreaterThan(20);
    expect(credit.filter(mentionsPersonalNumber)).toEqual([]);
  });
});

describe('mentionsPerson', () => {
  it.each([
    ['51080219850214901X', true],
    ['case 51080219850214901x', true],
    ['510802198502149019', true],
    ['6222021234567890123', true],
    ['622202123456789012345', false],
    ['13812345678', true],
    ['12812345678', false],
    // as in a hash
    ['a13812345678', false],
    ['tel13812345678', true],
    ['138-1234-5678', true],
    ['138 1234 5678', true],
    ['6222 0212 3456 7890 123', true],
    ['6222-0212-3456-7890', true],
    ['no51080219850214901x', true],
    ['a51080219850214901X', true],
    ['510802 19850214 901X', true],
    ['510802-20250512-0019', false],
    ['TAX20250512000123456', false],
    ['01980000-1381-2345-6789-000000000011', false],
    // what a digest and a UUID may have by chance, and what stands beside one
    ['9fa510802198502149001c3d4e5f6071', false],
    ['51080219-8502-1490-01ab-000000000011', false],
    ['9fa510802198502149001c3d4e5f6071-510802198502149001', true],
    ['9fa510802198502149001c3d', true],
    ['王小明', true],
    ['91510800MA6253U27D', false],
    // a credit code of digits alone, and the same with another check character
    ['915108002062530000', false],
    ['915108002062530001', true],
    ['TAX-2025-000123', false],
    ['', false],
  ])('%s: %s', (code, expected) => {
    expect(mentionsPerson(code)).toBe(expected);
  });

  it('what people may not write is nothing that machines may send', () => {
    for (const text of ['51080219850214901X', 'LA-51080219850214901X-1']) {
      expect([mentionsIdNumber(text), mentionsPerson(text)]).toEqual([true, true]);
    }
  });
});
