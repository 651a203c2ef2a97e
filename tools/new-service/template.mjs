/**
 * The files of a new service. The template is a service itself, `sample-service` with the short name `sample`: these names, in the
 * forms in which they stand there, are replaced, in its files and in their paths, and nothing else.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pascalOf, upperOf } from './names.mjs';

/** @typedef {import('./names.mjs').Names} Names */

const TEMPLATE = join(import.meta.dirname, 'template');
const PLACES =
  /sample-service|SampleService|SAMPLE_SERVICE|[Ss]ample service|示例服务|Sample|SAMPLE|sample|\b9999\b/g;

/** Where each folder of the template goes. @type {Readonly<Record<string, (names: Names) => string>>} */
const FOLDERS = {
  service: ({ folder }) => `services/${folder}`,
  proto: ({ short }) => `proto/minzheng/${short}/v1`,
  contracts: ({ short }) => `libs/contracts/src/${short}`,
};

/** @param {Names} names @returns {ReadonlyMap<string, string>} texts by their path in the repository */
export function templateFiles(names) {
  return new Map(
    Object.entries(FOLDERS).flatMap(([folder, placeOf]) =>
      globSync('**/*.*', { cwd: join(TEMPLATE, folder) })
        .sort()
        .map(
          (file) =>
            /** @type {[string, string]} */ ([
              `${placeOf(names)}/${named(file, names)}`,
              named(readFileSync(join(TEMPLATE, folder, file), 'utf8'), names),
            ]),
        ),
    ),
  );
}

/** @param {string} text @param {Names} names */
export function named(text, { folder, short, en, zh, port }) {
  /** @type {Readonly<Record<string, string>>} */
  const forms = {
    'sample-service': folder,
    SampleService: pascalOf(folder),
    SAMPLE_SERVICE: upperOf(folder),
    'Sample service': en,
    'sample service': en.charAt(0).toLowerCase() + en.slice(1),
    示例服务: zh,
    Sample: pascalOf(short),
    SAMPLE: upperOf(short),
    sample: short,
    9999: String(port),
  };
  return text.replace(PLACES, (form) => forms[form] ?? form);
}
