import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path/posix';
import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { allMessages } from '@minzheng/contracts/catalogue';
import { Ajv } from 'ajv';
import { bundleFiles } from './bundle.mjs';
import { commentsOf, readImage } from './comments.mjs';
import { readHandlers, readOutward } from './readers.mjs';
import { packFiles } from './tar.mjs';

const image = readImage();
const knowledge = { comments: commentsOf(image), handlers: readHandlers(), outward: await readOutward() };
const files = bundleFiles(knowledge, image, new Map([['assistance', { openapi: '3.0.0', paths: {} }]]));
const text = (path: string): string => Buffer.from(files.get(path)!).toString();

describe('the bundle for integrators', () => {
  it('has the contracts in each form, and one schema and example of each message', () => {
    const paths = [...files.keys()];
    expect(paths).toEqual(
      expect.arrayContaining([
        ...[
          'README.md',
          'LICENSE',
          'asyncapi.yaml',
          'events.md',
          'image.binpb',
          'SHA256SUMS',
          'life-of-an-api.md',
        ],
        ...[
          'openapi/assistance.json',
          'proto/minzheng/facts/v1/income_fact.proto',
          'examples/earlier-cases.csv',
          'verify/minzheng-verify.mjs',
        ],
      ]),
    );
    const names = allMessages().map(({ typeName }) => `${typeName}.json`);
    for (const folder of ['schemas', 'examples']) {
      const found = paths.filter((path) => path.startsWith(`${folder}/minzheng.`));
      expect(found.map((path) => path.slice(folder.length + 1)).toSorted()).toEqual(names.toSorted());
    }
    const { file } = fromBinary(FileDescriptorSetSchema, files.get('image.binpb')!);
    expect(file.map(({ name }) => `proto/${name}`).filter((name) => name.includes('/minzheng/'))).toEqual(
      expect.arrayContaining(paths.filter((path) => path.endsWith('.proto'))),
    );
  });

  it('has schemas that stand alone', () => {
    for (const { typeName } of allMessages()) {
      const schema = text(`schemas/${typeName}.json`);
      const { definitions = {} } = JSON.parse(schema) as { definitions?: object };
      const named = [...schema.matchAll(/"\$ref": "#\/definitions\/([^"]+)"/g)].map(([, name]) => name);
      expect([typeName, ...new Set(named)].toSorted()).toEqual(
        [typeName, ...Object.keys(definitions)].toSorted(),
      );
    }
  });

  it.each(['facts.v1.IncomeFact', 'referrals.v1.ReferralRaised', 'verification.v1.VerificationCompleted'])(
    'has a schema of %s that takes its example and refuses what is wrong',
    (name) => {
      const schema = JSON.parse(text(`schemas/minzheng.${name}.json`)) as object;
      const example = JSON.parse(text(`examples/minzheng.${name}.json`)) as Record<string, unknown>;
      const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
      expect([validate(example), validate.errors]).toEqual([true, null]);
      expect(validate({ ...example, region: { code: 510802 } })).toBe(false);
    },
  );

  it('has pages whose links lead to what is in it', () => {
    const broken = [...files.keys()]
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) =>
        [...text(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
          .map(([, link = '']) => join(dirname(path), link))
          .filter((target) => !files.has(target))
          .map((target) => `${path}: ${target}`),
      );
    expect(broken).toEqual([]);
    expect(text('life-of-an-api.md')).toContain('](verify/README.md)');
    expect(text('verify/README.md')).toContain('](../events-over-http.md)');
  });

  it('has the digest of each file', () => {
    const lines = text('SHA256SUMS').trim().split('\n');
    expect(lines).toHaveLength(files.size - 1);
    for (const line of lines) {
      const [digest = '', path = ''] = line.split('  ');
      expect([path, createHash('sha256').update(files.get(path)!).digest('hex')]).toEqual([path, digest]);
    }
  });

  it('is an archive that tar reads, the same each time', () => {
    const archive = packFiles(files);
    expect(packFiles(files).equals(archive)).toBe(true);
    const listed = spawnSync('tar', ['-tzf', '-'], { input: archive });
    expect(listed.stdout.toString().trim().split('\n')).toEqual([...files.keys()]);
    const read = spawnSync('tar', ['-xzOf', '-', 'asyncapi.yaml'], { input: archive, maxBuffer: 1 << 26 });
    expect(read.stdout.toString()).toBe(text('asyncapi.yaml'));
  });
});
