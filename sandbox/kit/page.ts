/** Tiny HTML: whatever is put into a template is escaped, unless it is HTML made by a template itself. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | boolean | null | undefined | readonly Part[];

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] as string);

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));
  return Array.isArray(part) ? part.map(render).join("") : "";
}

/** Null, undefined and booleans print nothing; lists print their parts. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(texts.map((text, place) => text + (place < parts.length ? render(parts[place]) : "")).join(""));
}

const STYLE = `
:root{--ink:#1c2430;--muted:#667085;--line:#e4e7ec;--ground:#f6f7f9;--accent:var(--brand,#1f5fbf)}
*{box-sizing:border-box}body{margin:0;font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--ink);background:var(--ground)}
header{background:#fff;border-bottom:3px solid var(--accent);padding:14px 24px;display:flex;gap:20px;align-items:baseline;flex-wrap:wrap}
header b{font-size:17px}header a{margin-right:12px}main{max-width:1120px;margin:24px auto;padding:0 20px}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}h1{font-size:22px;margin:0 0 16px}h2{font-size:16px;margin:24px 0 8px}
.card{background:#fff;border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin:0 0 18px;overflow-x:auto}
.narrow{max-width:440px;margin:56px auto}table{border-collapse:collapse;width:100%}
th{font-size:12px;text-align:left;color:var(--muted);font-weight:600;padding:6px 10px;border-bottom:1px solid var(--line)}
td{padding:6px 10px;border-bottom:1px solid var(--line);vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}
label{display:block;margin:0 0 12px;font-size:13px;color:var(--muted)}label.row{display:flex;gap:8px;align-items:center;color:var(--ink)}
input:not([type=checkbox]):not([type=radio]),select,textarea{display:block;width:100%;font:inherit;color:var(--ink);padding:8px 10px;border:1px solid #cfd4dc;border-radius:7px;background:#fff;margin-top:3px}
button{font:inherit;padding:8px 16px;border-radius:7px;border:1px solid var(--accent);background:var(--accent);color:#fff;cursor:pointer}
button.quiet{background:#fff;color:var(--ink);border-color:#cfd4dc}button.danger{background:#fff;color:#b42318;border-color:#fda29b}
.muted{color:var(--muted)}.bar{display:flex;gap:10px;align-items:end;flex-wrap:wrap}.bar label{margin:0}.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:0 20px}
code{font:13px ui-monospace,monospace;background:var(--ground);padding:1px 5px;border-radius:4px;word-break:break-all}
pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;max-height:14em;overflow-y:auto;margin:4px 0 0}.pill{display:inline-block;font-size:12px;padding:1px 9px;border-radius:99px;background:var(--ground);border:1px solid var(--line)}.bad{color:#b42318}
`;

export function page(options: {
  title: string;
  brand: string;
  colour: string;
  nav?: { href: string; text: string }[];
  body: Html;
  status?: number;
}): Response {
  const nav = (options.nav ?? []).map((link) => html`<a href="${link.href}">${link.text}</a>`);
  const text = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${options.title}</title>
        <style>
          ${new Html(STYLE)}:root {
            --brand: ${options.colour};
          }
        </style>
      </head>
      <body>
        <header>
          <b>${options.brand}</b>
          <nav>${nav}</nav>
        </header>
        <main>${options.body}</main>
      </body>
    </html>`.text;
  return new Response(text, { status: options.status ?? 200, headers: { "content-type": "text/html; charset=utf-8" } });
}

export const redirect = (location: string, status = 303): Response => new Response(null, { status, headers: { location } });
