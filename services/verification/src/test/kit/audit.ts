import { AuditLog } from '@minzheng/platform/audit';
import { FieldCipher } from '@minzheng/platform/encryption';

/** An audit that enters what it is told, with a key of its own. */
export const auditLog = (): AuditLog =>
  new AuditLog(new FieldCipher(new Map([['k1', Buffer.alloc(32, 1)]]), 'k1'));
