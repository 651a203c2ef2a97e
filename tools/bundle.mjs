/**
 * `npm run bundle`: writes what an integrator downloads to `dist/minzheng-contracts-<version>.tgz`: OpenAPI of each service, AsyncAPI,
 * protobuf, JSON schemas and examples. No service has to run. The same sources give the same bytes.
 */
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeService } from '@minzheng/platform/start-service';
import { bundleFiles, bundleName } from './integration/bundle.mjs';
import { readImage } from './integration/comments.mjs';
import { readKnowledge } from './integration/knowledge.mjs';
import { packFiles } from './integration/tar.mjs';
import { ROOT } from './setup/paths.mjs';

/** @typedef {import('@minzheng/platform/start-service').ServiceDefinition} ServiceDefinition */

/** Where a program says what it consists of. */
const DEFINITIONS = 'services/*/dist/{*.definition,gateway/gateway.module}.js';

/** @type {Map<string, object>} */
const apis = new Map();
for (const file of globSync(DEFINITIONS, { cwd: ROOT }).sort()) {
  const exported = Object.values(await import(pathToFileURL(join(ROOT, file)).href));
  for (const definition of exported.filter(isDefinition))
    apis.set(definition.name, await describeService(definition));
}
const files = bundleFiles(readKnowledge(), readImage(), apis);
const archive = packFiles(files);
mkdirSync(join(ROOT, 'dist'), { recursive: true });
writeFileSync(join(ROOT, 'dist', bundleName()), archive);
console.log(
  `dist/${bundleName()}: ${files.size} files, ${Math.ceil(archive.length / 1024)} KiB; OpenAPI of ${[...apis.keys()].join(', ')}`,
);
// What was described holds timers and pools of nothing.
process.exit(0);

/** @param {unknown} value @returns {value is ServiceDefinition} */
function isDefinition(value) {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'module' in value &&
    'migrations' in value
  );
}
