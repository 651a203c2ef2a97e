/**
 * `npm run clients`: writes the typed client of each service (libs/clients) from its API document; no service has to run.
 * `-- check` writes nothing, and fails where a client is not as its service.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { clientFiles, FOLDER } from './integration/clients.mjs';
import { apiDocuments } from './integration/api-documents.mjs';
import { ROOT } from './setup/paths.mjs';

const files = await clientFiles(await apiDocuments());
const isCheck = process.argv[2] === 'check';
const left = globSync(`${FOLDER}/{generated/*.ts,*/index.ts}`, { cwd: ROOT }).filter(
  (file) => !files.has(file) && !file.startsWith(`${FOLDER}/client/`),
);
const other = [...files].filter(([file, text]) => {
  const path = join(ROOT, file);
  return !existsSync(path) || readFileSync(path, 'utf8') !== text;
});
if (isCheck) {
  for (const file of [...left, ...other.map(([name]) => name)])
    console.error(`not as the service says it (npm run clients): ${file}`);
  process.exitCode = left.length + other.length === 0 ? 0 : 1;
} else {
  for (const file of left) rmSync(join(ROOT, file));
  for (const [file, text] of other) {
    mkdirSync(dirname(join(ROOT, file)), { recursive: true });
    writeFileSync(join(ROOT, file), text);
  }
}
console.log(
  `${FOLDER}: ${files.size / 2} clients, ${other.length + left.length} files ${isCheck ? 'differ' : 'written'}`,
);
// What was described holds timers and pools of nothing.
process.exit();
