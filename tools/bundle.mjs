/**
 * `npm run bundle`: writes what an integrator downloads to `dist/minzheng-contracts-<version>.tgz`: OpenAPI of each service, AsyncAPI,
 * protobuf, JSON schemas and examples. No service has to run. The same sources give the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiDocuments } from './integration/api-documents.mjs';
import { bundleFiles, bundleName } from './integration/bundle.mjs';
import { readImage } from './integration/comments.mjs';
import { readKnowledge } from './integration/knowledge.mjs';
import { packFiles } from './integration/tar.mjs';
import { readOptions } from './setup/options.mjs';
import { ROOT } from './setup/paths.mjs';

readOptions('npm run bundle', { options: {} });
const apis = await apiDocuments();
const files = bundleFiles(await readKnowledge(), readImage(), apis);
const archive = packFiles(files);
mkdirSync(join(ROOT, 'dist'), { recursive: true });
writeFileSync(join(ROOT, 'dist', bundleName()), archive);
console.log(
  `dist/${bundleName()}: ${files.size} files, ${Math.ceil(archive.length / 1024)} KiB; OpenAPI of ${[...apis.keys()].join(', ')}`,
);
// What was described holds timers and pools of nothing.
process.exit(0);
