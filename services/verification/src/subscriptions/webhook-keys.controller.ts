import { Public } from '@minzheng/platform/access';
import { ApiProperty, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Controller, Get } from '@nestjs/common';
import { PublishedKeyDto } from '../access/published-key.dto.js';
import { SigningKeys } from './webhook-keys.provider.js';

class WebhookKeyDto extends PublishedKeyDto {
  @ApiProperty({
    description: 'the same key as libraries of Standard Webhooks take it',
    example: 'whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
  })
  whpk!: string;
}

/** A JWK set (RFC 7517). */
class WebhookKeysDto {
  @ApiProperty({ type: [WebhookKeyDto] })
  keys!: WebhookKeyDto[];
}

/** Public keys by which a receiver checks signatures `v1a`, whatever its own secret. */
@ApiTags('subscriptions')
@Controller('v1/public/webhook-keys')
export class WebhookKeysController {
  constructor(private readonly signing: SigningKeys) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Public keys of webhooks (JWK set); each of them signs' })
  @ApiOkResponse({ type: WebhookKeysDto })
  list(): WebhookKeysDto {
    const keys = this.signing.keys.published.map(({ jwk, text }) => ({ ...jwk, whpk: text }));
    return { keys: keys as WebhookKeyDto[] };
  }
}
