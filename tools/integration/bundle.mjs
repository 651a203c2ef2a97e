import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import { toldMessages } from './asyncapi.mjs';
import { exampleOf, partsOf, schemasOf } from './json-schemas.mjs';
import { eventDocuments, readVersion } from './knowledge.mjs';

/** @typedef {import('./asyncapi.mjs').Knowledge} Knowledge */

const DRAFT = 'http://json-schema.org/draft-07/schema#';
const SUMS = 'SHA256SUMS';
/** Of docs/. */
const PAGES = [
  'asking-from-outside.md',
  'playing-an-agency.md',
  'calling-an-api.md',
  'events-over-http.md',
  'how-an-event-travels.md',
  'life-of-an-api.md',
  'releases.md',
];
/** To another file. */
const LINK = /\[([^\]]+)\]\((?!https?:|#)([^)]+)\)/g;

const README = `# What the services of Minzheng say and take

| | |
|---|---|
| \`openapi/<program>.json\` | what a service answers over HTTP: OpenAPI 3, as it gives it at \`/openapi.json\` |
| \`clients/<program>.ts\`, \`calling-an-api.md\` | the same as types of TypeScript, for openapi-fetch; how a service is called |
| \`asyncapi.yaml\`, \`events.md\` | every message between services: AsyncAPI 3.0, and the same to read |
| \`proto/\`, \`image.binpb\` | the messages in protobuf: sources, and all of them as a FileDescriptorSet with comments |
| \`schemas/<message>.json\` | JSON schema (draft 7) of each message in the JSON form of protobuf; each stands alone |
| \`examples/<message>.json\` | an example of each message |
| \`examples/earlier-cases.csv\` | earlier cases, as they are loaded |
| \`asking-from-outside.md\`, \`playing-an-agency.md\` | a department or an agency that is not in the repository: how it asks, how it sends |
| \`life-of-an-api.md\`, \`how-an-event-travels.md\`, \`events-over-http.md\` | how long each of it holds; what a reader may rely on; how parties outside get events |
| \`releases.md\` | what each release changes |
| \`verify/\` | checks a report offline: \`node verify/minzheng-verify.mjs report.json\` |
| \`${SUMS}\` | digests: \`sha256sum -c ${SUMS}\` |
`;

/**
 * What an integrator downloads, by path.
 * @param {Knowledge} knowledge
 * @param {Uint8Array} image proto/ as a FileDescriptorSet
 * @param {ReadonlyMap<string, object>} apis API documents by the name of their program
 * @returns {ReadonlyMap<string, Uint8Array>}
 */
export function bundleFiles(knowledge, image, apis) {
  const documents = eventDocuments(knowledge);
  /** @type {Map<string, Uint8Array>} */
  const files = new Map([
    ['README.md', Buffer.from(README)],
    ['asyncapi.yaml', Buffer.from(documents['docs/asyncapi.yaml'])],
    ['events.md', Buffer.from(documents['docs/events.md'])],
    ...PAGES.map((page) => /** @type {[string, Buffer]} */ ([page, read(`docs/${page}`)])),
    ['LICENSE', read('LICENSE')],
    ['image.binpb', image],
    ['examples/earlier-cases.csv', read('docs/examples/earlier-cases.csv')],
  ]);
  for (const [name, document] of apis) files.set(`openapi/${name}.json`, json(document));
  for (const file of globSync('libs/clients/src/generated/*.ts', { cwd: ROOT }))
    files.set(`clients/${basename(file)}`, read(file));
  for (const file of globSync('proto/**/*.proto', { cwd: ROOT })) files.set(file, read(file));
  for (const file of globSync('tools/verify/*', { cwd: ROOT }))
    files.set(file.replace('tools/', ''), read(file));
  for (const { desc } of toldMessages(knowledge)) {
    files.set(`schemas/${desc.typeName}.json`, json(schemaOf(desc, knowledge)));
    files.set(`examples/${desc.typeName}.json`, json(exampleOf(desc, knowledge.comments)));
  }
  for (const [path, content] of files) {
    if (path.endsWith('.md')) files.set(path, relink(path, content, files));
  }
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  const sums = sorted.map(([path, content]) => `${sha256(content)}  ${path}\n`).join('');
  return new Map([...sorted, [SUMS, Buffer.from(sums)]]);
}

/** Its name tells the release. */
export const bundleName = () => `minzheng-contracts-${readVersion()}.tgz`;

/** The schema of one message, with all that it needs. @param {import('@bufbuild/protobuf').DescMessage} desc @param {Knowledge} knowledge */
function schemaOf(desc, { comments }) {
  const { [desc.typeName]: own, ...all } = schemasOf([desc], comments, (name) => `#/definitions/${name}`);
  const needed = partsOf([desc]).map(({ typeName }) => [typeName, all[typeName]]);
  return { $schema: DRAFT, ...own, ...(needed.length > 0 && { definitions: Object.fromEntries(needed) }) };
}

/** @param {string} file */
const read = (file) => readFileSync(join(ROOT, file));

/**
 * A page, its links as they lead in the bundle; what is not in it is named without a link.
 * @param {string} path
 * @param {Uint8Array} page
 * @param {{ has(path: string): boolean }} files
 */
function relink(path, page, files) {
  const text = Buffer.from(page)
    .toString()
    .replace(LINK, (_link, /** @type {string} */ name, /** @type {string} */ target) => {
      const [to = '', anchor] = target
        .replace(/^(?:\.\.\/)+(?:docs|tools)\//, '../'.repeat(path.split('/').length - 1))
        .split('#');
      if (!files.has(posix.join(posix.dirname(path), to))) return name;
      return `[${name}](${to}${anchor === undefined ? '' : `#${anchor}`})`;
    });
  return Buffer.from(text);
}

/** @param {unknown} value */
const json = (value) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/** @param {Uint8Array} content */
const sha256 = (content) => createHash('sha256').update(content).digest('hex');
