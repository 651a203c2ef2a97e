import { readFileSync } from 'node:fs';
import { packagesOfImage } from './image-packages.mjs';

const packages = [...packagesOfImage()].map((each) => each.replace(/@[^@]+$/, ''));

describe('the packages of the image', () => {
  it('are those that services and their libraries name, and what these need', () => {
    for (const folder of ['services/verification', 'libs/platform', 'libs/contracts']) {
      const manifest = readFileSync(new URL(`../${folder}/package.json`, import.meta.url), 'utf8');
      const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
      expect(packages).toEqual(expect.arrayContaining(Object.keys(dependencies)));
    }
    // of pg, and needed for development by others too: npm leaves these out of its own list
    expect(packages).toEqual(expect.arrayContaining(['pg-protocol', 'pg-types', 'tslib']));
  });

  it('are none that builds, tests or starts a sandbox', () => {
    for (const name of ['jest', 'nx', 'typescript', '@minzheng/testing', 'testcontainers', 'oidc-provider']) {
      expect(packages).not.toContain(name);
    }
  });
});
