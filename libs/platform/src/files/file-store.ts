import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { FieldCipher } from '../encryption/index.js';
import type { Tx } from '../persistence/transaction.js';

/** Bytes of a part: small enough to be opened one after the other. */
export const PART_BYTES = 256 * 1024;

/** A file that somebody hands in. */
export interface FileForm {
  /** What it is for: `case-import`. */
  readonly kind: string;
  /** Whose it is, such as a county: the same bytes of somebody else are another file. */
  readonly scope: string;
  readonly mediaType: string;
  /** Not empty. */
  readonly content: Uint8Array;
  /** SHA-256 (hex) of the bytes as they came, where the content is not the same to the byte; else that of the content. */
  readonly sha256?: string;
}

/** What is known of a stored file (清单), also after its content was erased. */
export interface FileManifest {
  readonly id: string;
  readonly kind: string;
  readonly scope: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly byteLength: number;
  readonly partCount: number;
  readonly storedAt: Date;
  readonly storedBy: string;
}

interface Queries {
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/** A part is not there, or its checksum is not the one of the manifest. */
export class FileDamaged extends Error {
  constructor() {
    super('a part of a stored file is missing or damaged');
    this.name = 'FileDamaged';
  }
}

const MANIFEST = `id, kind, scope, sha256, media_type as "mediaType", byte_length::int as "byteLength", part_count as "partCount",
                  stored_at as "storedAt", stored_by as "storedBy"`;

/**
 * Files that were handed in (文件): a manifest with checksums, and the content in encrypted parts for as long as it is
 * worked on. The same bytes are one file: handed in again, the first is answered.
 *
 * @example
 * const { file, isNew } = await files.store(tx, { kind: 'case-import', scope: '510802', mediaType: 'text/csv', content });
 * const part = await files.part(tx, file, 0);
 */
export class FileStore {
  constructor(private readonly cipher: FieldCipher) {}

  /**
   * Stores a file with the commit. Whoever hands in the same one at the same time waits for this transaction. A file
   * whose content was erased has it again.
   *
   * @throws RangeError when there is no content
   */
  async store(tx: Tx, form: FileForm): Promise<{ readonly file: FileManifest; readonly isNew: boolean }> {
    const { kind, scope, mediaType, content, sha256 = hashOf(content) } = form;
    if (content.length === 0) throw new RangeError('a file has content');
    const parts = partsOf(content);
    const id = uuidv7();
    const [file] = await tx.query<FileManifest>(
      `insert into stored_file as f (id, kind, scope, sha256, media_type, byte_length, part_count, stored_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict on constraint stored_file_once do update set sha256 = f.sha256
       returning ${MANIFEST}`,
      [id, kind, scope, sha256, mediaType, content.length, parts.length, tx.actor],
    );
    if (!file) throw new TypeError('an insert answers its row');
    const [known] = await tx.query('select from stored_file_part where file_id = $1 limit 1', [file.id]);
    if (!known) await this.#insert(tx, file.id, parts);
    return { file, isNew: file.id === id };
  }

  async find(queries: Queries, id: string): Promise<FileManifest | undefined> {
    const [file] = await queries.query<FileManifest>(`select ${MANIFEST} from stored_file where id = $1`, [
      id,
    ]);
    return file;
  }

  /** @throws FileDamaged, DecryptionFailed */
  async part(queries: Queries, { id }: Pick<FileManifest, 'id'>, number: number): Promise<Buffer> {
    const [row] = await queries.query<{ id: string; sha256: string; sealed: Buffer }>(
      'select id, sha256, sealed from stored_file_part where file_id = $1 and number = $2',
      [id, number],
    );
    const content = row && this.cipher.open(row.sealed, placeOf(row.id));
    if (!content || hashOf(content) !== row.sha256) throw new FileDamaged();
    return content;
  }

  /** The content from a byte on, part after part; each is opened when it is asked for. @throws FileDamaged */
  async *read(
    queries: Queries,
    file: Pick<FileManifest, 'id' | 'partCount'>,
    from = 0,
  ): AsyncGenerator<Buffer> {
    const first = Math.floor(from / PART_BYTES);
    for (let number = first; number < file.partCount; number++) {
      const part = await this.part(queries, file, number);
      yield number === first ? part.subarray(from % PART_BYTES) : part;
    }
  }

  /** The content is no longer needed: the manifest stays, so that the same file is known again. */
  async erase(tx: Tx, id: string): Promise<void> {
    await tx.execute('delete from stored_file_part where file_id = $1', [id]);
  }

  async #insert(tx: Tx, fileId: string, parts: readonly Uint8Array[]): Promise<void> {
    for (const [number, part] of parts.entries()) {
      const id = uuidv7();
      await tx.execute(
        'insert into stored_file_part (id, file_id, number, sha256, sealed) values ($1, $2, $3, $4, $5)',
        [id, fileId, number, hashOf(part), this.cipher.seal(part, placeOf(id))],
      );
    }
  }
}

function partsOf(content: Uint8Array): Uint8Array[] {
  const count = Math.ceil(content.length / PART_BYTES);
  return Array.from({ length: count }, (_, n) => content.subarray(n * PART_BYTES, (n + 1) * PART_BYTES));
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** As `key-rotation` names it. */
const placeOf = (id: string): string => `stored_file_part/${id}`;
