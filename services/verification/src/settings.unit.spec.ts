import { readFileSync } from 'node:fs';
import { PLATFORM_SETTINGS, type DescribedSetting } from '@minzheng/platform/config';
import { GATEWAY } from './gateway/gateway.module.js';
import { SETTINGS_SECTION } from './settings.js';
import { VERIFICATION } from './verification.definition.js';

const DOCUMENT = readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8');
const OWN: [string, DescribedSetting<unknown>][] = [VERIFICATION, GATEWAY].flatMap(({ settings = {} }) =>
  Object.entries(settings),
);

describe('the settings of verification and its gateway', () => {
  it('are in the documentation as the schemas have them (npm run docs:settings)', () => {
    expect(DOCUMENT).toContain(SETTINGS_SECTION);
  });

  it('are none of the platform', () => {
    for (const [property] of OWN) expect(PLATFORM_SETTINGS).not.toHaveProperty(property);
  });

  it('have examples that are accepted, but for those of secrets', () => {
    for (const [, { read, example, secret }] of OWN) if (!secret) expect(() => read(example)).not.toThrow();
  });
});
