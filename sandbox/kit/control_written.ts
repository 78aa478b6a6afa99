/** What the control API and page tell of what was written: records, marks, mails to clients, and the client's own faults. */
import type { ControlSurface } from "./control.ts";
import { CONTROL } from "./control.ts";
import type { Html } from "./page.ts";
import { html } from "./page.ts";
import type { WrittenFilter, WrittenParent, WrittenRecord } from "./written.ts";
import { parentKey } from "./written.ts";

/** Undefined: the path is none of these. */
export function readWritten(path: string, { searchParams: query }: URL, surface: ControlSurface): unknown {
  const { written, storage } = surface;
  if (path === "/written")
    return { records: written.records(filterOf(query)), totals: written.totals(), pending: written.pending, hidden: surface.lag.hidden() };
  if (path === "/markers") return markersPage(query, surface);
  if (path === "/would_email") return surface.would_email();
  if (path === "/client_faults") return { count: storage.clientFaultCount(), entries: storage.clientFaults() };
  return undefined;
}

function filterOf(query: URLSearchParams): WrittenFilter {
  const texts = ["kind", "parent", "marker"].flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : []));
  const numbers = ["author_id", "after_id", "limit"].flatMap((name) => (query.get(name) ? [[name, Number(query.get(name))]] : []));
  return { ...(Object.fromEntries([...texts, ...numbers]) as WrittenFilter), newest: query.get("newest") === "true" };
}

/** All marks that occur at least `minimum` times, a page of them, and how many there are. */
function markersPage(query: URLSearchParams, { written }: ControlSurface): unknown {
  const [minimum, offset, limit] = [
    Number(query.get("minimum") ?? 1),
    Number(query.get("offset") ?? 0),
    Number(query.get("limit") ?? 1_000),
  ];
  let distinct = 0;
  let records = 0;
  const markers: { marker: string; count: number; records: string[] }[] = [];
  for (const one of written.markers(minimum)) {
    if (distinct >= offset && markers.length < limit) markers.push(one);
    distinct++;
    records += one.count;
  }
  return { distinct, records, markers };
}

/** How often each of the named marks occurs. */
export function countMarkers(body: Record<string, unknown>, { written }: ControlSurface): unknown {
  const { markers } = body;
  if (!Array.isArray(markers)) throw new Error("markers must be a list");
  return { counts: Object.fromEntries(markers.map((marker) => [String(marker), written.count(String(marker))])) };
}

const PAGE = 100;

export function writtenPage(url: URL, surface: ControlSurface): Html {
  const { written, storage } = surface;
  const filter = filterOf(url.searchParams);
  const records = written.records({ ...filter, newest: true, limit: PAGE });
  const mails = surface.would_email();
  const link = (kind: string) => `${CONTROL}/written?kind=${kind}`;
  return html`<h1>Written</h1>
    <div class="card">
      <table>
        ${Object.entries(written.totals()).map(
          ([kind, count]) =>
            html`<tr>
              <td><a href="${link(kind)}">${kind.replaceAll("_", " ")}</a></td>
              <td class="n">${count.toLocaleString("en")}</td>
            </tr>`,
        )}
        <tr>
          <td>taken, not there yet</td>
          <td class="n">${written.pending}</td>
        </tr>
        <tr>
          <td>there, in no list yet</td>
          <td class="n">${surface.lag.hidden()}</td>
        </tr>
        <tr>
          <td>clients who would have got an e-mail</td>
          <td class="n ${mails.count > 0 ? "bad" : ""}">${mails.count}</td>
        </tr>
        <tr>
          <td>what an app must never do, and was done</td>
          <td class="n ${storage.clientFaultCount() > 0 ? "bad" : ""}">${storage.clientFaultCount()}</td>
        </tr>
      </table>
      ${storage.clientFaults().map((one) => html`<p class="bad">${one.at} ${one.what}: ${one.url}</p>`)}
    </div>
    <div class="card">
      <form class="bar" method="get">
        <label>Mark<input name="marker" value="${filter.marker ?? ""}" size="24" /></label
        ><label>Under, such as matter:12<input name="parent" value="${filter.parent ?? ""}" size="24" /></label
        ><button class="quiet">Show</button>
      </form>
    </div>
    <div class="card">${recordsTable(records)}</div>`;
}

/** What was written on a contact and on the matters of theirs. */
export function writtenUnder(parents: readonly WrittenParent[], { written }: ControlSurface): Html {
  const keys = new Map<string, WrittenRecord>();
  for (const parent of parents) {
    const filter = { parent: parentKey(parent), newest: true, limit: PAGE };
    for (const record of written.records(filter)) keys.set(`${record.kind}:${record.id}`, record);
  }
  const records = [...keys.values()].toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1)).slice(0, PAGE);
  return html`<h2>Written here and on their matters</h2>
    <div class="card">${recordsTable(records)}</div>`;
}

function recordsTable(records: readonly WrittenRecord[]): Html {
  if (records.length === 0) return html`<p class="muted">Nothing was written.</p>`;
  return html`<table>
    <tr>
      <th>Kind</th>
      <th>By</th>
      <th>Under</th>
      <th>What</th>
      <th>Mark</th>
      <th>Made</th>
    </tr>
    ${records.map(
      (one) =>
        html`<tr>
          <td>${one.kind.replaceAll("_", " ")} ${one.id}</td>
          <td>${one.author}</td>
          <td>
            ${one.parents.map((parent) => html`<a href="${CONTROL}/written?parent=${parentKey(parent)}">${parent.kind} ${parent.id}</a><br />`)}
          </td>
          <td>
            <b>${one.title}</b> <span class="muted">${one.detail}</span>${fileLine(one)}
            <pre>${one.text.slice(0, 2_000)}</pre>
          </td>
          <td>${one.markers.map((marker) => html`<code>${marker}</code> `)}</td>
          <td>${one.created_at}${one.listed_at === null ? "" : html`<br /><span class="bad">in lists from ${one.listed_at}</span>`}</td>
        </tr>`,
    )}
  </table>`;
}

function fileLine({ file }: WrittenRecord): Html | null {
  if (!file) return null;
  const state = file.complete
    ? html`${file.size.toLocaleString("en")} bytes, sha256 <code>${file.sha256}</code>`
    : html`<span class="bad">no bytes yet</span>`;
  return html`<br />${file.name}: ${state}, versions: ${file.versions}`;
}
