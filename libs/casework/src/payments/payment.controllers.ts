import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Post,
  Query,
  Res,
  StreamableFile,
  type Type as Class,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { AllowPerson, Caller, Concerns, RequireScope } from '@minzheng/platform/access';
import { AboutPersons, Discloses, Disclosure, DisclosesNothing } from '@minzheng/platform/audit';
import {
  ApiPage,
  Created,
  Id,
  IfMatch,
  InTransaction,
  invalidField,
  listOf,
  mapPage,
  page,
  PROBLEMS,
  readCursor,
  Refuses,
  TakesText,
  TextBody,
  type Page,
  type UploadedText,
} from '@minzheng/platform/http';
import { StartsJob } from '@minzheng/platform/jobs';
import { NotFound, type Tx } from '@minzheng/platform/persistence';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import type { DepartmentName } from '../department/index.js';
import { BankFiles } from './bank-file.service.js';
import { BankResults } from './bank-result.service.js';
import {
  BlockedLineDto,
  BlockedLineQuery,
  CancelRunDto,
  OpenPayrollRunDto,
  PaymentLineDto,
  PaymentLineQuery,
  PayrollRunDto,
  PayrollRunQuery,
  ReissueDto,
  ResultDto,
  toLineDto,
  toRunDto,
  WriteBackDto,
} from './payment.dto.js';
import { PaymentLine } from './payment-line.entity.js';
import { PAYMENT_PROBLEMS } from './payment.problems.js';
import { PaymentSources } from './payment-source.js';
import { PayrollRun } from './payroll-run.entity.js';
import { PayrollService } from './payroll.service.js';
import { Reissues } from './reissue.service.js';

/** A result file of 300,000 lines. */
const MAX_RESULT_BYTES = 32 * 1_048_576;
const NOBODY = '00000000-0000-0000-0000-000000000000';
const RESULT_EXAMPLE =
  'H,1,0197c000-fa92-76bb-8db9-aa6478e2a419,9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08,2025-07-08\r\n' +
  'R,0197c001-fa92-76bb-8db9-aa6478e2a419,57000,PAID\r\nT,1,57000\r\n';

/**
 * The routes of payments, with the scopes of the department.
 *
 * @param department - as scopes name it: `assistance`
 */
export function paymentsControllers(department: DepartmentName): Class[] {
  const writes = `${department}:payroll-runs:write`;
  const approves = `${department}:payroll-runs:approve`;
  const reads = `${department}:payroll-runs:read`;

  @ApiTags('payments')
  @Controller('v1/payroll-runs')
  class PayrollRunController {
    constructor(
      private readonly payrolls: PayrollService,
      private readonly files: BankFiles,
      private readonly results: BankResults,
      private readonly dataSource: DataSource,
    ) {}

    @Post()
    @RequireScope(writes)
    @StartsJob()
    @Refuses(PAYMENT_PROBLEMS.runExists, PROBLEMS.outOfRegion, PROBLEMS.policyMissing)
    @ApiOperation({ summary: 'Builds the payment lines of a county, programme and month' })
    @ApiAcceptedResponse({ type: PayrollRunDto })
    async open(
      @Body() form: OpenPayrollRunDto,
      @Caller() caller: Caller,
      @InTransaction() tx: Tx,
    ): Promise<PayrollRunDto> {
      if (form.countyCode.length !== 6) throw invalidField('countyCode', 'is-region-code');
      caller.requireRegion(form.countyCode);
      return toRunDto(await this.payrolls.open(tx, form));
    }

    @Get()
    @DisclosesNothing()
    @RequireScope(reads, writes, approves)
    @ApiOperation({ summary: 'Payroll runs of the region, newest first' })
    @ApiPage(PayrollRunDto)
    async list(@Query() query: PayrollRunQuery, @Caller() caller: Caller): Promise<Page<PayrollRunDto>> {
      const runs = await listOf(this.dataSource.createQueryBuilder(PayrollRun, 'run'), query, {
        caller,
        equal: ['state', 'programme', 'month'],
      });
      return mapPage(runs, toRunDto);
    }

    @Get(':id')
    @DisclosesNothing()
    @Concerns(PayrollRun)
    @RequireScope(reads, writes, approves)
    @ApiOperation({ summary: 'One payroll run' })
    @ApiOkResponse({ type: PayrollRunDto })
    async one(@Id() id: string): Promise<PayrollRunDto> {
      const run = await this.dataSource.manager.findOneBy(PayrollRun, { id });
      if (!run) throw new NotFound(PayrollRun.name);
      return toRunDto(run);
    }

    @Get(':id/blocked-lines')
    @Discloses('amounts')
    @Concerns(PayrollRun)
    @RequireScope(reads, writes, approves)
    @AboutPersons<Page<BlockedLineDto>>(({ items }) =>
      items.flatMap(({ personKey }) => (personKey === null ? [] : [personKey])),
    )
    @ApiOperation({ summary: 'What could not be paid in the run, and why' })
    @ApiPage(BlockedLineDto)
    async blocked(@Id() id: string, @Query() query: BlockedLineQuery): Promise<Page<BlockedLineDto>> {
      const [subject, month, part, person] = readCursor(query.cursor, 4) ?? [];
      const rows = await this.dataSource.query<BlockedLineDto[]>(
        `select subject_type as "subjectType", subject_id as "subjectId", region, month, part,
                person_key as "personKey", amount_fen as "amountFen", reason
           from payment_blocked
          where run_id = $1
            and ($2::text is null or (subject_id::text, month, part, person_key::text) > ($2, $3::text, $4::text, $5::text))
          order by subject_id, month, part, person_key limit $6`,
        [id, subject ?? null, month ?? null, part ?? null, person ?? null, query.limit + 1],
      );
      return mapPage(
        page(rows, query.limit, (row) => [row.subjectId, row.month, row.part, row.personKey ?? NOBODY]),
        (row) => ({ ...row, personKey: row.personKey === NOBODY ? null : row.personKey }),
      );
    }

    @Post(':id/lock')
    @HttpCode(200)
    @Concerns(PayrollRun)
    @RequireScope(writes)
    @Refuses(PAYMENT_PROBLEMS.runNotBalanced, PROBLEMS.illegalTransition)
    @ApiOperation({ summary: 'Freezes the lists' })
    @ApiOkResponse({ type: PayrollRunDto })
    async lock(
      @Id() id: string,
      @IfMatch() version: number,
      @InTransaction() tx: Tx,
    ): Promise<PayrollRunDto> {
      return toRunDto(await this.payrolls.lock(tx, id, version));
    }

    @Post(':id/approve')
    @HttpCode(200)
    @Concerns(PayrollRun)
    @RequireScope(approves)
    @Refuses(
      PROBLEMS.samePerson,
      PAYMENT_PROBLEMS.budgetExceeded,
      PROBLEMS.policyMissing,
      PROBLEMS.illegalTransition,
    )
    @ApiOperation({ summary: 'Finance approves, neither who built nor who locked it' })
    @ApiOkResponse({ type: PayrollRunDto })
    async approve(
      @Id() id: string,
      @IfMatch() version: number,
      @InTransaction() tx: Tx,
    ): Promise<PayrollRunDto> {
      return toRunDto(await this.payrolls.approve(tx, id, version));
    }

    @Post(':id/cancel')
    @HttpCode(200)
    @Concerns(PayrollRun)
    @RequireScope(writes, approves)
    @Refuses(PROBLEMS.illegalTransition)
    @ApiOperation({ summary: 'Gives the run up with its lines, before its file is sent' })
    @ApiOkResponse({ type: PayrollRunDto })
    async cancel(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() { reason }: CancelRunDto,
      @InTransaction() tx: Tx,
    ): Promise<PayrollRunDto> {
      return toRunDto(await this.payrolls.cancel(tx, id, version, reason));
    }

    @Get(':id/bank-file')
    @Discloses('name', 'account', 'amounts')
    @Concerns(PayrollRun)
    @RequireScope(approves)
    @Refuses(PROBLEMS.illegalTransition)
    @Header('content-type', 'text/csv; charset=utf-8')
    @Header('cache-control', 'no-store')
    @ApiOperation({
      summary: 'The payment file, its SHA-256 in X-Content-SHA256; who fetches it first sends it',
    })
    @ApiProduces('text/csv')
    @ApiOkResponse({ schema: { type: 'string' } })
    async file(
      @Id() id: string,
      @Caller() caller: Caller,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<StreamableFile> {
      const { name, sha256, content } = await this.files.fetch(caller.subject, id);
      void reply.header('x-content-sha256', sha256);
      return new StreamableFile(Readable.from(content, { objectMode: false }), {
        disposition: `attachment; filename="${name}"`,
        type: 'text/csv; charset=utf-8',
      });
    }

    @Post(':id/import-results')
    @HttpCode(200)
    @Concerns(PayrollRun)
    @RequireScope(approves)
    @TakesText(MAX_RESULT_BYTES, RESULT_EXAMPLE)
    @Refuses(PAYMENT_PROBLEMS.resultFileMismatch, PAYMENT_PROBLEMS.resultsPending, PROBLEMS.illegalTransition)
    @ApiOperation({ summary: 'Takes a result file of the bank, whole or not at all' })
    @ApiOkResponse({ type: ResultDto })
    async importResults(
      @Id() id: string,
      @IfMatch() version: number,
      @TextBody() file: UploadedText,
      @InTransaction() tx: Tx,
    ): Promise<ResultDto> {
      const { run, paid, returned, unmatched, jobId } = await this.results.take(tx, id, version, file);
      return { paid, returned, unmatched, state: run.state, version: run.version, jobId };
    }
  }

  @ApiTags('payments')
  @Controller('v1/payment-lines')
  class PaymentLineController {
    constructor(
      private readonly reissues: Reissues,
      private readonly dataSource: DataSource,
    ) {}

    @Get()
    @Discloses('amounts')
    @RequireScope(reads, writes, approves)
    @ApiOperation({ summary: 'Payment lines of the region, of a run or of an award, newest first' })
    @ApiPage(PaymentLineDto)
    async list(
      @Query() query: PaymentLineQuery,
      @Caller() caller: Caller,
      @Disclosure() disclosure: Disclosure,
    ): Promise<Page<PaymentLineDto>> {
      const lines = await listOf(this.dataSource.createQueryBuilder(PaymentLine, 'line'), query, {
        caller,
        equal: ['state', 'component', 'month', 'runId', 'subjectId'],
      });
      disclosure.add(lines.items.flatMap(({ beneficiaries }) => beneficiaries));
      return mapPage(lines, toLineDto);
    }

    @Get(':id')
    @Discloses('amounts')
    @Concerns(PaymentLine)
    @RequireScope(reads, writes, approves)
    @ApiOperation({ summary: 'One payment line' })
    @ApiOkResponse({ type: PaymentLineDto })
    async one(@Id() id: string): Promise<PaymentLineDto> {
      const line = await this.dataSource.manager.findOneBy(PaymentLine, { id });
      if (!line) throw new NotFound(PaymentLine.name);
      return toLineDto(line);
    }

    @Post(':id/reissue')
    @Concerns(PaymentLine)
    @RequireScope(writes)
    @Created<PaymentLineDto>(({ id }) => `/v1/payment-lines/${id}`)
    @Refuses(
      PAYMENT_PROBLEMS.lineNotReturned,
      PAYMENT_PROBLEMS.lineNotPayable,
      PAYMENT_PROBLEMS.custodianNotAllowed,
      PROBLEMS.idNumberInvalid,
      PROBLEMS.policyMissing,
    )
    @ApiOperation({ summary: 'Issues a returned line again, to a corrected account' })
    @ApiCreatedResponse({ type: PaymentLineDto })
    async reissue(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() { payee }: ReissueDto,
      @InTransaction() tx: Tx,
    ): Promise<PaymentLineDto> {
      return toLineDto(await this.reissues.reissue(tx, id, version, payee));
    }

    @Post(':id/write-back')
    @HttpCode(200)
    @Concerns(PaymentLine)
    @RequireScope(approves)
    @Refuses(PAYMENT_PROBLEMS.lineNotReturned)
    @ApiOperation({ summary: 'Keeps what came back: the award has ended and nobody inherits' })
    @ApiOkResponse({ type: PaymentLineDto })
    async writeBack(
      @Id() id: string,
      @IfMatch() version: number,
      @Body() { reason }: WriteBackDto,
      @InTransaction() tx: Tx,
    ): Promise<PaymentLineDto> {
      return toLineDto(await this.reissues.writeBack(tx, id, version, reason));
    }
  }

  @ApiTags('me')
  @Controller('v1/me/payments')
  class MyPaymentsController {
    constructor(
      private readonly sources: PaymentSources,
      private readonly dataSource: DataSource,
    ) {}

    @Get()
    @Discloses('amounts')
    @AllowPerson()
    @ApiOperation({ summary: 'What was sent to the citizen or a ward, newest first' })
    @ApiPage(PaymentLineDto)
    async list(
      @Query() query: PaymentLineQuery,
      @Caller() caller: Caller,
      @Disclosure() disclosure: Disclosure,
    ): Promise<Page<PaymentLineDto>> {
      const lines = await listOf(this.dataSource.createQueryBuilder(PaymentLine, 'line'), query, {
        caller,
        own: `line.state not in ('PLANNED', 'CANCELLED') and (${this.sources.host.own})`,
        equal: ['state', 'component', 'month', 'runId', 'subjectId'],
      });
      disclosure.add(lines.items.flatMap(({ beneficiaries }) => beneficiaries));
      return mapPage(lines, toLineDto);
    }
  }
  return [PayrollRunController, PaymentLineController, MyPaymentsController];
}
