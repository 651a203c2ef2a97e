/** The categories of the low-income population that is monitored (低收入人口类别). GB39; the list is a default. */
export const CATEGORIES = [
  'dibao',
  'tekun',
  'edge',
  'rigid',
  'relapseMonitored',
  'orphan',
  'deFactoUnattended',
  'disabledOnSubsidy',
  'gradualExit',
  'temporaryAid',
  'preferentialHardship',
  'otherHardship',
] as const;
export type Category = (typeof CATEGORIES)[number];
