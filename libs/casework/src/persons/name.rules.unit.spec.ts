import { isSameName } from './name.rules.js';

describe('a name', () => {
  it.each([
    ['张三', '张三', true],
    ['张三', ' 张 三 ', true],
    ['买买提·艾力', '买买提•艾力', true],
    ['买买提·艾力', '买买提．艾力', true],
    ['Ｓｍｉｔｈ', 'SMITH', true],
    ['张三', '张山', false],
    ['张三', '张三三', false],
    ['买买提·艾力', '买买提艾力', false],
  ])('%s and %s: the same is %s', (one, other, expected) => {
    expect(isSameName(one, other)).toBe(expected);
  });
});
