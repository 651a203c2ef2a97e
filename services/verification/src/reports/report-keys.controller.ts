import { Public } from '@minzheng/platform/access';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { PublishedKeyDto } from '../access/published-key.dto.js';
import { ReportSigner } from './report-signature.js';

class ReportKeyDto extends PublishedKeyDto {
  @ApiPropertyOptional({ type: [String], description: 'certificates of the key (RFC 7517, 4.7)' })
  x5c?: string[];
}

/** A JWK set (RFC 7517). */
class ReportKeysDto {
  @ApiProperty({ type: [ReportKeyDto] })
  keys!: ReportKeyDto[];
}

/** Public keys by which anybody checks a report, without this service (电子签名法 art. 13). */
@ApiTags('verification-reports')
@Controller('v1/public/report-keys')
export class ReportKeysController {
  constructor(private readonly signer: ReportSigner) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Public keys of reports (JWK set): the one that signs, and those before it' })
  @ApiOkResponse({ type: ReportKeysDto })
  list(): ReportKeysDto {
    return { keys: [...this.signer.publicKeys] as ReportKeyDto[] };
  }
}
