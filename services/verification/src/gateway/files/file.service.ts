import { BusinessClock } from '@minzheng/platform/clock';
import { SETTINGS, type SettingsOf } from '@minzheng/platform/config';
import { FileStore } from '@minzheng/platform/files';
import { Problem } from '@minzheng/platform/http';
import { Jobs } from '@minzheng/platform/jobs';
import { NotFound, UnitOfWork, type Tx } from '@minzheng/platform/persistence';
import type { Caller } from '@minzheng/platform/access';
import { addDays } from '@minzheng/kernel/months';
import { Inject, Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { NO_AGREEMENT, QUOTA } from '../../agreements/agreement.problems.js';
import { isDatasetOf } from '../../facts/dataset.rules.js';
import type { GATEWAY_SETTINGS } from '../gateway.settings.js';
import { InboundAgreement } from '../inbound-agreement.js';
import { FileExchange } from './file-exchange.entity.js';
import { FILE_LIFECYCLE } from './file-exchange.lifecycle.js';
import { announceExchanged } from './file.events.js';
import type { ManifestDto } from './file.dto.js';
import { CHECKSUM, SEQUENCE } from './file.problems.js';
import { CHECK_JOB, lastLoaded, LOAD_JOB, lockDataset, receivedParts } from './dataset-files.js';
import { isPart, manifestDigest, sequenceStanding, type ManifestContent } from './manifest.rules.js';
import { readAgencyKeys, requireSignature, type AgencyKeys } from './manifest-signature.js';

const KIND = 'inbound-file';
const ROWS = 'application/x-ndjson';

/** Takes in batch files of agencies (批量文件接收): what they announce, their parts, and their commit. */
@Injectable()
export class FileService {
  readonly #keys: AgencyKeys;

  constructor(
    private readonly agreement: InboundAgreement,
    private readonly files: FileStore,
    private readonly jobs: Jobs,
    private readonly clock: BusinessClock,
    private readonly unitOfWork: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: SettingsOf<typeof GATEWAY_SETTINGS>,
  ) {
    this.#keys = readAgencyKeys(settings.agencyKeysFile);
  }

  /**
   * Announces a file. The same one announced again is answered as it stands; another one with its number is kept as
   * rejected, and refused.
   *
   * @throws Problem `no-agreement`, `quota` where a day never allows so many rows, `rate-limited`, `signature-invalid`,
   * `checksum`, `sequence`
   */
  async announce(tx: Tx, manifest: ManifestDto, caller: Caller): Promise<FileExchange> {
    const { agency, dataset, sequence, parts, totals } = manifest;
    const agreementOf = await this.agreement.inForce(agency, caller.org);
    const agreement = isDatasetOf(agency, dataset) ? agreementOf(dataset) : undefined;
    if (agreement?.id !== manifest.agreementId.toLowerCase()) throw new Problem(NO_AGREEMENT);
    if (totals.rows > agreement.dailyQuota) throw new Problem(QUOTA);
    await this.agreement.take(agreement, 0);
    await requireSignature(this.#keys, this.settings.unsignedManifests, manifest);
    if (parts.reduce((sum, { rows }) => sum + rows, 0) !== totals.rows) throw new Problem(CHECKSUM);

    await lockDataset(tx, agency, dataset);
    const file = newFile(manifest, agreement.id, caller.region ?? '');
    // also what is never committed is erased
    file.eraseOn = addDays(this.clock.today(), agreement.keepDays);
    const known = await this.#known(tx, file);
    const last = await lastLoaded(tx, agency, dataset);
    switch (sequenceStanding(file, last, known?.digest)) {
      case 'SAME':
        if (known) return known;
        break;
      case 'REPEATED':
        if (known?.state !== 'ANNOUNCED') return this.#refuse(tx, file, last);
        await this.#replace(tx, known);
        break;
      case 'NEXT':
      case 'LATER':
    }
    if (await tx.manager.existsBy(FileExchange, { id: file.id })) {
      throw new Problem(SEQUENCE, { extensions: { last, sequence } });
    }
    return tx.begin(file, FILE_LIFECYCLE, 'announce', this.clock.now());
  }

  /**
   * Stores a part, encrypted. What does not agree with the manifest is never stored; a part that is there already, or of
   * a file that is past that, changes nothing.
   *
   * @param number - from 1
   * @throws Problem `checksum`; NotFound
   */
  async part(
    tx: Tx,
    id: string,
    version: number,
    number: number,
    content: Uint8Array,
    caller: Caller,
  ): Promise<FileExchange> {
    const file = await this.#own(tx, id, version, caller);
    const part = file.parts[number - 1];
    if (!part) throw new NotFound(FileExchange.name);
    if (!isPart(content, part)) throw new Problem(CHECKSUM);
    if (file.state !== 'ANNOUNCED') return file;
    const { file: stored } = await this.files.store(tx, { kind: KIND, scope: id, mediaType: ROWS, content });
    await tx.execute(
      'insert into file_part (file_id, number, stored_file_id) values ($1, $2, $3) on conflict do nothing',
      [id, number, stored.id],
    );
    return file;
  }

  /**
   * All parts have come: its rows count as items of the day, the file is checked, and loaded when it is its turn.
   *
   * @throws Problem `checksum`, `no-agreement`, `quota`, `rate-limited`
   */
  async commit(tx: Tx, id: string, version: number, caller: Caller): Promise<FileExchange> {
    const file = await this.#own(tx, id, version, caller);
    FILE_LIFECYCLE.next(file.state, 'commit');
    const received = await receivedParts(tx, id);
    const missing = file.parts.flatMap((_, index) => (received.has(index + 1) ? [] : [index + 1]));
    if (missing.length > 0) throw new Problem(CHECKSUM, { extensions: { missing } });
    const agreementOf = await this.agreement.inForce(file.agency, caller.org);
    const agreement = agreementOf(file.dataset);
    if (!agreement) throw new Problem(NO_AGREEMENT);
    await this.agreement.take(agreement, file.rows);
    file.eraseOn = addDays(this.clock.today(), agreement.keepDays);
    await tx.move(file, FILE_LIFECYCLE, 'commit', this.clock.now());
    await this.jobs.ask(tx, { name: CHECK_JOB, scope: id, period: 'once' });
    return file;
  }

  /** An operator has a file load although one before it is missing. */
  async skipGap(tx: Tx, id: string, version: number, reason: string): Promise<FileExchange> {
    const file = await tx.loadForUpdate(FileExchange, id, version);
    FILE_LIFECYCLE.next(file.state, 'release');
    file.gapSkipped = true;
    await tx.move(file, FILE_LIFECYCLE, 'release', this.clock.now(), reason);
    await this.jobs.ask(tx, { name: LOAD_JOB, scope: id, period: 'once' });
    return file;
  }

  async #own(tx: Tx, id: string, version: number, { org }: Caller): Promise<FileExchange> {
    const file = await tx.loadForUpdate(FileExchange, id, version);
    if (file.agency !== org) throw new NotFound(FileExchange.name);
    return file;
  }

  #known(tx: Tx, { agency, dataset, sequence }: FileExchange): Promise<FileExchange | null> {
    return tx.manager.findOneBy(FileExchange, { agency, dataset, sequence, state: Not('REJECTED' as const) });
  }

  async #replace(tx: Tx, { id, version }: FileExchange): Promise<void> {
    const known = await tx.loadForUpdate(FileExchange, id, version);
    known.reasonCode = 'REPLACED';
    await tx.move(known, FILE_LIFECYCLE, 'replace', this.clock.now(), known.reasonCode);
  }

  /** The refusal stays, so that steward and operator see it. */
  #refuse(tx: Tx, file: FileExchange, last: number): never {
    const at = this.clock.now();
    this.unitOfWork.afterRollback(tx, async (own) => {
      if (await own.manager.existsBy(FileExchange, { id: file.id })) return;
      Object.assign(file, { reasonCode: 'REPEATED_SEQUENCE', rejectedRows: file.rows });
      await own.begin(file, FILE_LIFECYCLE, 'refuse', at);
      announceExchanged(own, file, at);
    });
    throw new Problem(SEQUENCE, { extensions: { last, sequence: file.sequence } });
  }
}

function newFile(manifest: ManifestDto, agreementId: string, region: string): FileExchange {
  const { agency, dataset, sequence, periodFrom, periodTo, parts, totals } = manifest;
  const content: ManifestContent = {
    ...{ agency, dataset, sequence, periodFrom, periodTo, schemaVersion: manifest.schemaVersion },
    parts: parts.map(({ name, bytes, rows, sha256 }) => ({ name, bytes, rows, sha256 })),
    totals: { ...totals, sumAmountFen: BigInt(totals.sumAmountFen) },
  };
  return Object.assign(new FileExchange(), {
    id: manifest.fileId.toLowerCase(),
    region,
    ...{ agency, dataset, agreementId, sequence, periodFrom, periodTo },
    parts: content.parts,
    ...content.totals,
    digest: manifestDigest(content),
    generatedAt: new Date(manifest.generatedAt),
    ...{ rejectedRows: null, reasonCode: null, gapSkipped: false, eraseOn: null, loadedAt: null },
  });
}
