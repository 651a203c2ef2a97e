import { Public } from '@minzheng/platform/access';
import { ApiProperty, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Controller, Get } from '@nestjs/common';
import { SigningKeys } from './webhook-keys.provider.js';

class WebhookKeyDto {
  @ApiProperty({ example: 'OKP' })
  kty!: string;

  @ApiProperty({ example: 'Ed25519' })
  crv!: string;

  @ApiProperty({ example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })
  x!: string;

  @ApiProperty({ example: 'EdDSA' })
  alg!: string;

  @ApiProperty({ example: 'sig' })
  use!: string;

  @ApiProperty({
    description: 'thumbprint (RFC 7638)',
    example: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  })
  kid!: string;

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
