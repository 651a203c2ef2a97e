import { type DescEnum, type EnumShape, getOption } from '@bufbuild/protobuf';

import { lower_camel_names } from '../common/index.js';

interface Names {
  readonly nameOf: ReadonlyMap<number, string>;
  readonly valueOf: ReadonlyMap<string, number>;
}

const CACHE = new Map<DescEnum, Names>();

/**
 * The name that a value has everywhere but in protobuf: `employeePension` of a fact kind, `DIBAO` of any other
 * enumeration.
 * @throws RangeError for the value 0, which means "not set", and for a value that this build does not know.
 */
export function enumName<Desc extends DescEnum>(desc: Desc, value: EnumShape<Desc>): string {
  const name = namesOf(desc).nameOf.get(value);
  if (name === undefined) throw new RangeError(`${desc.typeName} has no value ${value}`);
  return name;
}

/**
 * The value that has a name, the reverse of {@link enumName}.
 * @throws RangeError for a name that the enumeration does not have.
 */
export function enumValue<Desc extends DescEnum>(desc: Desc, name: string): EnumShape<Desc> {
  const value = namesOf(desc).valueOf.get(name);
  if (value === undefined) throw new RangeError(`${desc.typeName} has no such name`);
  return value as EnumShape<Desc>;
}

/** All names of an enumeration in the order of its values, without "not set". */
export function enumNames(desc: DescEnum): readonly string[] {
  return [...namesOf(desc).valueOf.keys()];
}

function namesOf(desc: DescEnum): Names {
  let names = CACHE.get(desc);
  if (!names) {
    const spell = getOption(desc, lower_camel_names) ? lowerCamel : (name: string) => name;
    const pairs = desc.values
      .filter((value) => value.number !== 0)
      .map((value) => [value.number, spell(value.localName)] as const);
    names = {
      nameOf: new Map(pairs),
      valueOf: new Map(pairs.map(([value, name]) => [name, value])),
    };
    CACHE.set(desc, names);
  }
  return names;
}

function lowerCamel(upperSnake: string): string {
  return upperSnake.toLowerCase().replace(/_([a-z\d])/g, (_match, letter: string) => letter.toUpperCase());
}
