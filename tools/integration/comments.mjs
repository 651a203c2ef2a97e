import { spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { ROOT } from '../setup/paths.mjs';

/** @typedef {import('@bufbuild/protobuf/wkt').DescriptorProto} DescriptorProto */
/** @typedef {import('@bufbuild/protobuf/wkt').EnumDescriptorProto} EnumDescriptorProto */

/** Numbers of fields in descriptor.proto, of which a place in a file is made. */
const FILE = { message: 4, enum: 5 };
const MESSAGE = { field: 2, nested: 3, enum: 4 };
const ENUM = { value: 2 };

/** All of proto/ as it stands, with its comments: a FileDescriptorSet, which tools of protobuf read. */
export function readImage() {
  const bin = join(ROOT, 'node_modules/.bin');
  const { error, status, stdout, stderr } = spawnSync(
    join(bin, 'buf'),
    ['build', '--as-file-descriptor-set', '--output', '-'],
    {
      cwd: ROOT,
      maxBuffer: 1 << 28,
      env: { ...process.env, PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter) },
    },
  );
  if (error) throw error;
  if (status !== 0) throw new Error(`buf build: ${stderr.toString()}`);
  return stdout;
}

/**
 * What proto/ says of each message, field, enumeration and value, by its full name (`minzheng.common.v1.Region.code`).
 * @param {Uint8Array} image
 * @returns {ReadonlyMap<string, string>}
 */
export function commentsOf(image) {
  /** @type {Map<string, string>} */
  const comments = new Map();
  for (const file of fromBinary(FileDescriptorSetSchema, image).file) {
    const places = new Map(
      file.sourceCodeInfo?.location.map(({ path, leadingComments }) => [path.join(), leadingComments]),
    );
    const keep = (/** @type {string} */ name, /** @type {readonly number[]} */ path) => {
      comments.set(name, (places.get(path.join()) ?? '').trim().replace(/\s*\n\s*/g, ' '));
    };
    const keepEnum = (
      /** @type {EnumDescriptorProto} */ of,
      /** @type {string} */ scope,
      /** @type {number[]} */ path,
    ) => {
      keep(`${scope}.${of.name}`, path);
      of.value.forEach(({ name }, index) => {
        keep(`${scope}.${of.name}.${name}`, [...path, ENUM.value, index]);
      });
    };
    const keepMessage = (
      /** @type {DescriptorProto} */ of,
      /** @type {string} */ scope,
      /** @type {number[]} */ path,
    ) => {
      const name = `${scope}.${of.name}`;
      keep(name, path);
      of.field.forEach((field, index) => keep(`${name}.${field.name}`, [...path, MESSAGE.field, index]));
      of.nestedType.forEach((each, index) => keepMessage(each, name, [...path, MESSAGE.nested, index]));
      of.enumType.forEach((each, index) => keepEnum(each, name, [...path, MESSAGE.enum, index]));
    };
    file.messageType.forEach((each, index) => keepMessage(each, file.package, [FILE.message, index]));
    file.enumType.forEach((each, index) => keepEnum(each, file.package, [FILE.enum, index]));
  }
  return comments;
}
