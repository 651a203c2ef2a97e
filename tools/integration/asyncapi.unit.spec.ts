import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fromJson, type DescMessage } from '@bufbuild/protobuf';
import { allMessages, topicsOf, SERVICE_NAMES } from '@minzheng/contracts/catalogue';
import { Ajv } from 'ajv';
import { ROOT } from '../setup/paths.mjs';
import { asyncApiDocument } from './asyncapi.mjs';
import { schemasOf } from './json-schemas.mjs';
import { eventDocuments, readKnowledge } from './knowledge.mjs';

const knowledge = await readKnowledge();
const document = asyncApiDocument(knowledge, '1.0.0');
const messages = Object.values(document.components.messages);

describe('the documents of all messages', () => {
  it.each(Object.entries(eventDocuments(knowledge)))(
    '%s says what is in proto/ (npm run docs:events)',
    (file, text) => {
      expect(readFileSync(join(ROOT, file), 'utf8')).toBe(text);
    },
  );

  it('are valid AsyncAPI 3.0', () => {
    const schema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object;
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    const copy: unknown = JSON.parse(JSON.stringify(document));
    expect({ valid: validate(copy), errors: validate.errors?.slice(0, 5) ?? [] }).toEqual({
      valid: true,
      errors: [],
    });
    // the schema does find what is wrong
    expect(validate({ ...(copy as object), channels: { x: { address: 3 } } })).toBe(false);
  });

  it('name every message, and every topic that a writer may write', () => {
    expect(messages.map(({ name }) => name).toSorted()).toEqual(
      allMessages()
        .map(({ typeName }) => typeName)
        .toSorted(),
    );
    const writers = [...SERVICE_NAMES, 'inbound'] as const;
    const addresses = Object.values(document.channels).map(
      (channel) => (channel as { address: string }).address,
    );
    expect(addresses.toSorted()).toEqual(writers.flatMap((writer) => topicsOf(writer)).toSorted());
  });

  it('say how a client logs in', () => {
    const { security, protocol } = document.servers.kafka;
    expect(protocol).toBe('kafka-secure');
    expect(security).toEqual([{ $ref: '#/components/securitySchemes/scram' }]);
    expect(document.components.securitySchemes.scram.type).toBe('scramSha512');
  });

  it('lead nowhere but to what they hold', () => {
    const text = JSON.stringify(document);
    const refs = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path));
    const found = (path: string): unknown => {
      const parts = path.split('/');
      return parts.reduce<unknown>(
        (at, part) => (at as Record<string, unknown> | undefined)?.[part],
        document,
      );
    };
    expect([...refs].filter((path) => found(path) === undefined)).toEqual([]);
  });

  it('say of each message and field what it means', () => {
    expect(messages.filter(({ summary }) => summary.length < 10).map(({ name }) => name)).toEqual([]);
    const fields = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
      Object.entries((schema as { properties?: Record<string, { description?: string }> }).properties ?? {})
        .filter(([, field]) => (field.description ?? '') === '')
        .map(([field]) => `${name}.${field}`),
    );
    expect(fields).toEqual([]);
  });

  describe('have examples', () => {
    const schemas = { $id: 'all', components: { schemas: document.components.schemas } };
    const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema(schemas);

    it.each(messages.map((message) => [message.title, message] as const))(
      '%s: read as protobuf, and as the schema says',
      (_title, message) => {
        const desc = allMessages().find(({ typeName }) => typeName === message.name)!;
        const example = message.examples[0]!;
        expect(() => fromJson(desc, example.payload)).not.toThrow();
        for (const [schema, value] of [
          [message.payload.$ref, example.payload],
          [message.headers.allOf[0]!.$ref, example.headers],
        ] as const) {
          const validate = ajv.getSchema(`all${schema}`)!;
          expect([validate(value), validate.errors ?? []]).toEqual([true, []]);
        }
      },
    );
  });

  it('mark a field that will go', () => {
    const [desc] = allMessages();
    const fields = desc!.fields.map((field, index) => ({ ...field, deprecated: index === 0 }));
    const schemas = schemasOf(
      [{ ...desc!, fields } as DescMessage],
      knowledge.comments,
      (name) => `#/${name}`,
    );
    const properties = Object.values(schemas[desc!.typeName]!.properties as Record<string, object>);
    expect(properties[0]).toMatchObject({ deprecated: true });
    expect(properties.slice(1).filter((property) => 'deprecated' in property)).toEqual([]);
  });

  it('tell who acts on a message, and who outside may have it', () => {
    const byTitle = new Map(messages.map((message) => [message.title, message]));
    expect(byTitle.get('IncomeFact')).toMatchObject({
      'x-handled-by': ['verification'],
      'x-outside': false,
      bindings: { kafka: { key: { description: expect.stringContaining('personKey') as string } } },
    });
    expect(byTitle.get('VerificationCompleted')).toMatchObject({
      'x-handled-by': ['assistance'],
      'x-outside': true,
    });
    expect(byTitle.get('FileLoaded')).toMatchObject({
      'x-outside-fields': {
        always: ['occurredAt', 'agency', 'dataset', 'fileId', 'rows', 'rejectedRows'],
        ifAgreed: [],
      },
    });
    const { 'docs/events.md': page } = eventDocuments(knowledge);
    expect(page).toContain(
      '- Parties outside may be told: `occurredAt`, `personKey`; where the agreement names the field, `categories`.',
    );
    expect(byTitle.get('CaseDecided')).toMatchObject({ 'x-handled-by': ['verification'] });
    expect(byTitle.get('SourceQueryAsked')).toMatchObject({ 'x-handled-by': ['gateway'] });
    expect(byTitle.get('PayrollRunLocked')).toMatchObject({ 'x-handled-by': [], 'x-outside': false });
  });
});
