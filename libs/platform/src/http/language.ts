export type Language = 'zh-CN' | 'en';

/** The language of `Accept-Language` that is preferred among zh-CN and en; zh-CN when neither is named. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  let best: { language: Language; quality: number } | undefined;
  for (const range of (acceptLanguage ?? '').split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const quality = qualityOf(parameters);
    const language = languageOf(tag.trim());
    if (language && quality > 0 && quality > (best?.quality ?? 0)) best = { language, quality };
  }
  return best?.language ?? 'zh-CN';
}

function languageOf(tag: string): Language | undefined {
  if (tag === 'en' || tag.startsWith('en-')) return 'en';
  if (tag === 'zh' || tag.startsWith('zh-') || tag === '*') return 'zh-CN';
  return undefined;
}

function qualityOf(parameters: readonly string[]): number {
  const text = parameters
    .map((parameter) => /^\s*q\s*=(.*)$/.exec(parameter)?.[1])
    .find((q) => q !== undefined);
  const quality = text === undefined ? 1 : Number(text);
  return Number.isFinite(quality) ? quality : 0;
}
