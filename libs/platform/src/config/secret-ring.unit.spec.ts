import { keyRingSetting, secretRingSetting } from './setting.js';

describe('a ring of secrets', () => {
  const { read, fallback } = secretRingSetting();

  it('keeps the order in which they are written', () => {
    const text = '{"second":"second-platform-secret","first":"first-platform-secret"}';
    expect([...read(text)]).toEqual([
      ['second', 'second-platform-secret'],
      ['first', 'first-platform-secret'],
    ]);
    expect(fallback?.size).toBe(0);
  });

  it.each([
    // a number would be put before all others
    '{"1":"first-platform-secret"}',
    '{"first":"too short"}',
    '{"first":["first-platform-secret"]}',
    'first-platform-secret',
  ])('refuses %s', (text) => {
    expect(() => read(text)).toThrow();
  });
});

describe('a ring of keys', () => {
  it('must be there, unless something is said to stand for it', () => {
    expect('fallback' in keyRingSetting()).toBe(false);
    expect(() => keyRingSetting().read('{}')).toThrow();
    const optional = keyRingSetting(new Map());
    expect([optional.fallback?.size, optional.read('{}').size]).toEqual([0, 0]);
  });
});
