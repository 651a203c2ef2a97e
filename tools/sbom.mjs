/**
 * `npm run sbom`: the bill of materials (SBOM) of the image of the services, as CycloneDX JSON: every npm package in it, with version,
 * licence and hash, and what they stand on, Node.js and the base image, by name and version. Written to `.cache/sbom.cdx.json`,
 * or where `--output` says.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { IMAGE_WORKSPACES, packagesOfImage } from './image-packages.mjs';
import { npm } from './npm.mjs';
import { readOptions } from './setup/options.mjs';
import { ROOT } from './setup/paths.mjs';

/** @typedef {{ 'bom-ref': string, name: string, purl: string, licenses?: unknown[], externalReferences: { url: string }[] }} Component */
/** @typedef {{ metadata: { component: Component }, components: Component[], dependencies: { ref: string, dependsOn: string[] }[] }} Bill */

const DOCKERFILE = join(ROOT, 'deploy/Dockerfile');
const USAGE = 'npm run sbom -- [--output <file>]';
const { values } = readOptions(USAGE, {
  options: { output: { type: 'string', default: join(ROOT, '.cache/sbom.cdx.json') } },
});

const { isOk, output } = await npm([
  ...['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'],
  ...IMAGE_WORKSPACES.flatMap((folder) => ['--workspace', folder]),
]);
if (!isOk) throw new Error(`npm sbom: ${output}`);
const wanted = packagesOfImage();
const bill = billOf(JSON.parse(output), wanted);
const listed = new Set(bill.components.map(packageOf));
const missing = [...wanted].filter((name) => !listed.has(name));
if (missing.length > 0) throw new Error(`not in the bill of materials: ${missing.join(', ')}`);

const file = resolve(ROOT, values.output);
mkdirSync(dirname(file), { recursive: true });
const complete = { ...bill, components: [...bill.components, ...baseOfImage()] };
writeFileSync(file, `${JSON.stringify(complete, null, 2)}\n`);
console.log(`${relative(ROOT, file)}: ${bill.components.length} packages`);
const unlicensed = bill.components.filter(
  ({ licenses = [], purl }) => licenses.length === 0 && !purl.includes('%40minzheng/'),
);
if (unlicensed.length > 0) console.log(`that name no licence: ${unlicensed.map(packageOf).join(', ')}`);

/** What the programs stand on: what is in the base image beside Node.js is told by its own bill. */
function baseOfImage() {
  const [, image = '', tag = ''] =
    /^FROM ([\w/]+):(\S+) AS runtime$/m.exec(readFileSync(DOCKERFILE, 'utf8')) ?? [];
  const [version = ''] = tag.split('-');
  if (version === '') throw new Error('deploy/Dockerfile has no stage runtime on an image with a version');
  return [
    {
      ...{ type: 'platform', name: 'Node.js', version, purl: `pkg:generic/node@${version}` },
      ...{ 'bom-ref': `node@${version}`, cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*` },
      licenses: [{ license: { id: 'MIT' } }],
    },
    {
      ...{ type: 'container', name: image, version: tag, purl: `pkg:docker/${image}@${tag}` },
      'bom-ref': `${image}:${tag}`,
    },
  ];
}

/**
 * The part of a bill of all packages that is about these; npm calls the root and the workspaces after their folders.
 * @param {Bill} all @param {Set<string>} packages @returns {Bill}
 */
function billOf(all, packages) {
  const { name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const components = all.components
    .filter((component) => packages.has(packageOf(component)))
    .map((component) => ({
      ...component,
      name: packageOf(component).replace(/@[^@]+$/, ''),
      // Some packages name a repository that is no URL, which CycloneDX does not take.
      externalReferences: component.externalReferences.filter(({ url }) => URL.canParse(url)),
    }));
  const root = all.metadata.component;
  const refs = new Set([root, ...components].map((component) => component['bom-ref']));
  return {
    ...all,
    metadata: { ...all.metadata, component: { ...root, name } },
    components,
    dependencies: all.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
  };
}

/** `name@version` of a package URL. @param {Component} component */
function packageOf({ purl }) {
  return decodeURIComponent(purl.slice('pkg:npm/'.length).replace(/\?.*$/, ''));
}
