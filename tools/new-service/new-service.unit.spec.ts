import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { namesOf, RefusedName } from './names.mjs';
import { CATALOGUE, REGISTRATIONS } from './registrations.mjs';
import { templateFiles } from './template.mjs';
import { lockWith } from './workspace.mjs';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const TAKEN = {
  folders: ['social-assistance', 'verification'],
  shorts: ['assistance', 'verification', 'gateway'],
  others: ['gateway', 'kafka', 'assistance'],
  ports: [8081, 8082, 8083, 8084],
};
const ELDERLY = {
  folder: 'elderly-care',
  short: 'eldercare',
  en: 'Elderly care',
  zh: '养老服务',
  port: 8085,
};
/** Two of which nobody will make one. */
const LIGHTS = { folder: 'light-houses', short: 'lights', en: 'Light houses', zh: '灯塔管理', port: 9401 };
const WELLS = { folder: 'wells', short: 'wells', en: 'Wells', zh: '水井管理', port: 9402 };

describe('the names of a new service', () => {
  it('follow from its folder, as far as they are not said', () => {
    const wanted = { folder: 'elderly-care', short: 'eldercare', title: 'Elderly care 养老服务' };
    expect(namesOf(wanted, TAKEN)).toEqual(ELDERLY);
    expect(namesOf({ folder: 'disaster-relief' }, TAKEN)).toEqual({
      ...{
        folder: 'disaster-relief',
        short: 'disasterrelief',
        en: 'Disaster relief',
        zh: '新服务',
        port: 8085,
      },
    });
  });

  it.each([
    [{ folder: 'ElderlyCare' }, 'is no name of a service'],
    [{ folder: 'elderly--care' }, 'is no name of a service'],
    [{ folder: '../elderly' }, 'is no name of a service'],
    [{ folder: 'verification' }, 'is there already: nothing was changed'],
    [{ folder: 'kafka' }, 'something else is called "kafka"'],
    [{ folder: 'inbound' }, 'means something else'],
    [{ folder: 'class' }, 'means something else'],
    [{ folder: 'area-51' }, 'is no short name'],
    [{ folder: 'more-assistance', short: 'assistance' }, 'something else is called "assistance"'],
    [{ folder: 'elderly-care', title: 'Elderly care' }, 'a title is English and Chinese'],
    [{ folder: 'elderly-care', port: '8082' }, 'is used by another program'],
    [{ folder: 'elderly-care', port: '80' }, 'is no port'],
  ])('are refused: %o', (wanted, reason) => {
    expect(() => namesOf(wanted, TAKEN)).toThrow(RefusedName);
    expect(() => namesOf(wanted, TAKEN)).toThrow(reason);
  });
});

describe('the files of a new service', () => {
  const files = templateFiles(ELDERLY);

  it('name it, and nothing of the template', () => {
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        'proto/minzheng/eldercare/v1/eldercare_matter_opened.proto',
        'libs/contracts/src/eldercare/index.ts',
        'services/elderly-care/src/elderly-care.definition.ts',
        'services/elderly-care/src/matters/migrations/1710000000101-matters.ts',
      ]),
    );
    for (const [file, text] of files) expect(`${file}\n${text}`).not.toMatch(/sample|示例|9999/i);
    const manifest = JSON.parse(files.get('services/elderly-care/package.json') ?? '') as object;
    expect(manifest).toMatchObject({
      name: '@minzheng/elderly-care',
      programs: { 'elderly-care': { database: 'eldercare', port: 8085 } },
    });
  });

  it('need packages that are installed, in the versions of the lock file', () => {
    const manifest = files.get('services/elderly-care/package.json') ?? '';
    const lock = lockWith(read('package-lock.json'), 'services/elderly-care', manifest);
    const { packages } = JSON.parse(lock) as { packages: Record<string, object> };
    expect(packages['node_modules/@minzheng/elderly-care']).toEqual({
      ...{ resolved: 'services/elderly-care', link: true },
    });
    const before = Object.keys((JSON.parse(read('package-lock.json')) as { packages: object }).packages);
    expect(Object.keys(packages).filter((path) => before.includes(path))).toEqual(before);
    const other = manifest.replace('"uuid": "', '"uuid": "1');
    expect(() => lockWith(read('package-lock.json'), 'services/elderly-care', other)).toThrow('uuid 1');
  });
});

describe('where a new service is made known', () => {
  const both = (file: string): string =>
    [LIGHTS, WELLS].reduce(
      (text, names) => ({ ...REGISTRATIONS, ...CATALOGUE })[file]?.(text, names) ?? '',
      read(file),
    );

  it.each(Object.keys({ ...REGISTRATIONS, ...CATALOGUE }))('%s takes one after another', (file) => {
    const [before, after] = [read(file), both(file)];
    for (const name of [LIGHTS, WELLS])
      expect(after.toLowerCase()).toMatch(new RegExp(`\\b${name.folder}|(?:\\b|_)${name.short}`));
    // what was there is there still, in its order
    let place = 0;
    for (const word of before.split(/\s+/).filter((each) => /^[\w@/.:-]+$/.test(each))) {
      place = after.indexOf(word, place);
      expect([word, place >= 0]).toEqual([word, true]);
    }
  });

  it('has all of a container: settings, secrets, database and migrations of its own', () => {
    interface Compose {
      readonly services: Record<
        string,
        { readonly environment: Record<string, string>; readonly command: string[] }
      >;
      readonly secrets: Record<string, object>;
    }
    const compose = parse(both('docker-compose.yml'), { merge: true, maxAliasCount: -1 }) as Compose;
    const { services, secrets } = compose;
    const own = JSON.stringify(services['light-houses']);
    expect(own.replaceAll('light-houses', 'social-assistance').replaceAll('lights', 'assistance')).toBe(
      JSON.stringify(services['social-assistance']).replace('ASSISTANCE_PORT:-8081', 'LIGHTS_PORT:-9401'),
    );
    expect(services['migrate-lights']?.command).toEqual(['services/light-houses/dist/main.js', 'migrate']);
    expect(services['provision']?.environment).toMatchObject({
      DATABASE_URLS: expect.stringContaining('postgres://lights@postgres:5432/lights') as string,
      LIGHTS_DATABASE_PASSWORD_FILE: '/run/secrets/lights-database-password',
    });
    const kept = (short: string): string[] =>
      Object.keys(secrets).flatMap((name) =>
        name.startsWith(`${short}-`) ? [name.slice(short.length)] : [],
      );
    expect(kept('lights')).toEqual(kept('assistance'));
  });

  it('is asked neither who is meant nor by parties outside before its department says so', () => {
    const { programs } = parse(both('deploy/chart/values.yaml')) as { programs: Record<string, object> };
    expect(programs['assistance']).toMatchObject({ holdsIdentities: true, knowsParties: true });
    expect(programs['lights']).toMatchObject({ tag: '', settings: { KAFKA_USERNAME: 'lights' } });
    for (const flag of ['holdsIdentities', 'knowsParties'])
      expect(programs['lights']).not.toHaveProperty(flag);
  });

  it('counts on in an enumeration of the catalogue', () => {
    const text = both('proto/minzheng/common/v1/service_code.proto');
    const numbers = [...text.matchAll(/SERVICE_CODE_(\w+) = (\d+);/g)].map(
      ([, name, number]) => `${name} ${number}`,
    );
    expect(numbers.at(-1)).toBe(`WELLS ${numbers.length - 1}`);
  });
});
