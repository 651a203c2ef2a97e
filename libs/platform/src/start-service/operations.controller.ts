import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Public } from '../access/index.js';
import { Problem, PROBLEMS, Refuses } from '../http/index.js';
import { HealthChecks, Metrics } from '../telemetry/index.js';

class HealthDto {
  @ApiProperty({ enum: ['up'] })
  status!: 'up';
}

/** What whoever runs the service looks at. */
@ApiTags('operations')
@Controller()
@Public()
export class OperationsController {
  constructor(
    private readonly health: HealthChecks,
    private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @ApiOperation({ summary: 'The process answers' })
  @ApiOkResponse({ type: HealthDto })
  live(): HealthDto {
    return { status: 'up' };
  }

  @Get('health/ready')
  @Refuses(PROBLEMS.dependencyUnavailable)
  @ApiOperation({ summary: 'The service can do its work; else 503 with the names of what fails' })
  @ApiOkResponse({ type: HealthDto })
  async ready(): Promise<HealthDto> {
    return upUnless(await this.health.failing());
  }

  @Get('health/serving')
  @Refuses(PROBLEMS.dependencyUnavailable)
  @ApiOperation({ summary: 'Requests can be sent here, while events may have to wait; else 503' })
  @ApiOkResponse({ type: HealthDto })
  async serving(): Promise<HealthDto> {
    return upUnless(await this.health.failing(['requests']));
  }

  @Get('metrics')
  @ApiOperation({ summary: 'Figures for Prometheus' })
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  read(): Promise<string> {
    return this.metrics.text();
  }
}

/** @throws Problem `dependency-unavailable` */
function upUnless(failing: readonly string[]): HealthDto {
  if (failing.length > 0) throw new Problem(PROBLEMS.dependencyUnavailable, { extensions: { failing } });
  return { status: 'up' };
}
