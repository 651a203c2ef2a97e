import { describeSettings } from '@minzheng/platform/config';
import { GATEWAY } from './gateway/gateway.module.js';
import { VERIFICATION } from './verification.definition.js';

/** What `docs/settings.md` says of the settings that only these programs have. */
export const SETTINGS_SECTION = [
  describeSettings('Verification (核对)', VERIFICATION.settings ?? {}),
  describeSettings('Gateway of verification (数据网关)', GATEWAY.settings ?? {}),
].join('\n');
