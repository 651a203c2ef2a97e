import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { Problem, PROBLEMS } from '../http/problem.js';
import { PreparedStatements } from '../persistence/prepared-statements.js';
import { REFUSED_READS, SCAN, WINDOW_MINUTES } from './audit-alerts.js';
import { actionOf } from './audit.interceptor.js';
import { DETAIL_READ } from './disclosure.js';
import type { ReadLimits } from './read-limits.js';

/**
 * Stops whoever tries one record after another (逐一试探): an official who was refused twenty different ones of a route within
 * ten minutes is answered 429 there, also for those that are his, until the ten minutes are over. The same record tried
 * again is no other one. Only where reads of a day are limited; it stands before the guard that finds the record.
 */
export class ScanGuard implements CanActivate {
  readonly #statements: PreparedStatements;

  constructor(
    private readonly reflector: Reflector,
    private readonly limits: ReadLimits,
    dataSource: DataSource,
  ) {
    this.#statements = new PreparedStatements(dataSource);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http' || !this.limits.isLimited) return true;
    const isDetail = this.reflector.get<boolean | undefined>(DETAIL_READ, context.getHandler()) ?? false;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { caller } = request;
    if (!isDetail || !caller || caller.person !== undefined) return true;
    const [row] = await this.#statements.query<{ tried: number }>(
      `select count(distinct target)::int as tried from audit_entry
        where actor = $1 and at > clock_timestamp() - make_interval(mins => $2) and action like '% refused'
          and action = $3 and reason <> all($4::text[])`,
      [
        caller.subject,
        WINDOW_MINUTES,
        `${actionOf(request)} refused`,
        [SCAN, PROBLEMS.rateLimited.name, PROBLEMS.scopeMissing.name],
      ],
    );
    if (!row || row.tried < REFUSED_READS) return true;
    request.isScanning = true;
    void context
      .switchToHttp()
      .getResponse<FastifyReply>()
      .header('retry-after', String(WINDOW_MINUTES * 60));
    throw new Problem(PROBLEMS.rateLimited);
  }
}
