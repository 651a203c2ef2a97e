/** Style of the pages under `/docs`, beside that of the page of routes. */
export const DOCS_STYLE = `
:root { color-scheme: light; --ink: #1c2330; --soft: #5a6475; --line: #dde2ea; --accent: #0b5cad; --back: #f6f8fb; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 16px/1.65 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
header { background: var(--ink); color: #fff; }
header div { max-width: 1200px; margin: 0 auto; padding: 12px 24px; display: flex; flex-wrap: wrap; gap: 4px 28px; align-items: baseline; }
header strong { font-size: 18px; }
header a { color: #cfe3ff; text-decoration: none; }
header a:hover, header a[aria-current] { color: #fff; text-decoration: underline; text-underline-offset: 5px; }
main { max-width: 960px; margin: 0 auto; padding: 28px 24px 64px; }
main.application { max-width: 1240px; padding-top: 0; }
.text h1 { font-size: 28px; line-height: 1.3; margin: 0 0 4px; }
.text h2 { font-size: 19px; margin: 32px 0 8px; }
.text p { margin: 8px 0; }
.text a { color: var(--accent); }
.soft { color: var(--soft); }
.status { display: inline-block; min-width: 46px; padding: 0 8px; border-radius: 4px; background: var(--back); border: 1px solid var(--line); font-variant-numeric: tabular-nums; text-align: center; }
.text table { border-collapse: collapse; width: 100%; margin: 12px 0; }
.text th, .text td { text-align: left; vertical-align: top; padding: 8px 12px 8px 0; border-bottom: 1px solid var(--line); }
.text th { font-weight: 600; color: var(--soft); }
.text td ul { margin: 0; padding-left: 18px; }
.text code, .text pre { font: 14px/1.55 ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; }
.text code { background: var(--back); padding: 1px 5px; border-radius: 4px; overflow-wrap: anywhere; }
.text pre { background: var(--back); border: 1px solid var(--line); border-radius: 6px; padding: 14px 16px; overflow-x: auto; }
.text pre code { background: none; padding: 0; overflow-wrap: normal; }
.text ul.routes { list-style: none; padding: 0; columns: 2; column-gap: 32px; }
.text ul.routes li { break-inside: avoid; padding: 2px 0; }
@media (max-width: 720px) { .text ul.routes { columns: 1; } }
`;
