import { officialRelativesByKeyController, type Registrar } from '@minzheng/casework/relatives';

/** Who files whose data an official does not look into (verification, section 11). */
export const REGISTRAR: Registrar = {
  role: 'province operator',
  scope: 'verification:operations:write',
};

/** This service holds no ID numbers: relatives are named by their personKeys. */
export const OfficialRelativesController = officialRelativesByKeyController(REGISTRAR, [
  'verification:audit-entries:read',
]);
