import { readFileSync } from 'node:fs';
import { describeSettings, PLATFORM_SETTINGS_SECTION } from './describe-settings.js';
import { PLATFORM_SETTINGS } from './platform-settings.js';
import { variableOf } from './read-settings.js';
import { described, integerSetting, textSetting, type DescribedSetting } from './setting.js';

const DOCUMENT = readFileSync(new URL('../../../../docs/settings.md', import.meta.url), 'utf8');
const SETTINGS: [string, DescribedSetting<unknown>][] = Object.entries(PLATFORM_SETTINGS);

describe('the settings of the platform', () => {
  it('are in the documentation as the schema has them (npm run docs:settings)', () => {
    expect(DOCUMENT).toContain(PLATFORM_SETTINGS_SECTION);
  });

  it('are all described, none forgotten', () => {
    for (const [property, { description }] of SETTINGS) {
      expect(PLATFORM_SETTINGS_SECTION).toMatch(new RegExp(`^\\| \`${variableOf(property)}\``, 'm'));
      expect(description).toMatch(/^\S.{10,}\.$/);
    }
  });

  it('have examples that are accepted, but for those of secrets', () => {
    for (const [property, { read, example, secret }] of SETTINGS) {
      if (!secret || property === 'databaseUrl') expect(() => read(example)).not.toThrow();
    }
  });

  it('are called secret when they hold what nobody else may know', () => {
    const secrets = SETTINGS.filter(([, { secret }]) => secret).map(([property]) => variableOf(property));
    const named = SETTINGS.map(([property]) => variableOf(property)).filter((name) =>
      /PASSWORD|SECRET|_KEYS$|^DATABASE_URL$/.test(name),
    );
    expect(secrets.sort()).toEqual(named.sort());
  });
});

describe('a table of settings', () => {
  it('tells the default, what is required, and what may be a file', () => {
    const table = describeSettings('Of a test', {
      matchLimit: described(integerSetting(1, 9, 3), 'So many | match.', { example: '4' }),
      apiToken: described(textSetting(), 'A token.', { secret: true, example: 'letters' }),
      motto: described(textSetting({ fallback: '' }), 'A word.', { example: 'onward' }),
    });
    expect(table.split('\n').slice(4)).toEqual([
      '| `MATCH_LIMIT` | So many \\| match. | a whole number from 1 to 9 | `3` | `4` |',
      '| `API_TOKEN` or `API_TOKEN_FILE` · **secret** | A token. | a text | **required** | letters |',
      '| `MOTTO` | A word. | a text | none | `onward` |',
      '',
    ]);
  });
});
