import { SETTINGS } from '@minzheng/platform/config';
import { WebhookKeys } from '@minzheng/platform/webhooks';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { SubscriptionSettings } from './subscription.settings.js';

/** The keys that sign webhooks beside each receiver's own secret; a file that cannot be used stops the start. */
@Injectable()
export class SigningKeys implements OnModuleInit {
  #keys: WebhookKeys | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: SubscriptionSettings) {}

  async onModuleInit(): Promise<void> {
    this.#keys = await WebhookKeys.fromFile(this.settings.webhookSigningKeyFile);
  }

  get keys(): WebhookKeys {
    if (!this.#keys) throw new TypeError('the keys of webhooks are read when the module is ready');
    return this.#keys;
  }
}
