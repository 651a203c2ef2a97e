import fc from 'fast-check';
import { DecryptionFailed, FieldCipher } from './field-cipher.js';

const OLD = Buffer.alloc(32, 1);
const NEW = Buffer.alloc(32, 2);
const before = new FieldCipher(new Map([['2024', OLD]]), '2024');
const after = new FieldCipher(
  new Map([
    ['2024', OLD],
    ['2025', NEW],
  ]),
  '2025',
);

describe('FieldCipher', () => {
  it('returns what it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, place) => {
        expect(after.decrypt(after.encrypt(plain, place), place)).toBe(plain);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (plain) => {
        expect(after.open(after.seal(plain, 'p'), 'p').equals(plain)).toBe(true);
      }),
    );
  });

  it('never gives the same text twice and does not contain the value', () => {
    const first = after.encrypt('51080219850214901X');
    expect(first).not.toBe(after.encrypt('51080219850214901X'));
    expect(first).toMatch(/^2025\.[\w-]+$/);
    expect(Buffer.from(first.slice(5), 'base64url').includes('5108')).toBe(false);
  });

  it('still reads what an older key encrypted, and uses the current one', () => {
    expect(after.decrypt(before.encrypt('value'))).toBe('value');
    expect(after.open(before.seal(Buffer.from('value'))).toString()).toBe('value');
    expect(() => before.decrypt(after.encrypt('value'))).toThrow(DecryptionFailed);
  });

  it('does not decrypt at another place, or after a change', () => {
    const encrypted = after.encrypt('value', 'person/1');
    expect(() => after.decrypt(encrypted, 'person/2')).toThrow(DecryptionFailed);
    const sealed = after.seal(Buffer.from('value'), 'person/1');
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index] = changed[index]! ^ 1;
      expect(() => after.open(changed, 'person/1')).toThrow(DecryptionFailed);
    }
  });

  it.each(['', 'value', '2025.', '2025.AAAA', '.AAAA', 'k9.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
    'refuses %j',
    (text) => {
      expect(() => after.decrypt(text)).toThrow(DecryptionFailed);
    },
  );

  it('refuses bytes that it did not make', () => {
    expect(() => after.open(Buffer.alloc(0))).toThrow(DecryptionFailed);
    expect(() => after.open(Buffer.alloc(5, 255))).toThrow(DecryptionFailed);
  });

  it('compares by fingerprint, also across a change of key', () => {
    const fingerprint = before.fingerprint('body');
    expect(after.matches(fingerprint, 'body')).toBe(true);
    expect(after.matches(fingerprint, 'other')).toBe(false);
    expect(after.fingerprint('body')).not.toBe(fingerprint);
  });

  it('needs its current key', () => {
    expect(() => new FieldCipher(new Map(), 'k')).toThrow(RangeError);
  });
});
