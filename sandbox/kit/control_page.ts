/** The control page `/sandbox`: look into the vendor, change a contact by hand, watch requests and webhooks, set faults, move the clock. */
import type { ControlSurface, FormField } from "./control.ts";
import { CONTROL, searchContacts, setSwitch } from "./control.ts";
import { answerControlApi, faultName } from "./control_api.ts";
import type { Html } from "./page.ts";
import { html, page, redirect } from "./page.ts";
import type { Row, Table } from "./types.ts";
import { FAULTS } from "./types.ts";

const PAGE = 50;

/** The sandbox with its control page and API in front. */
export function withControl(surface: ControlSurface): { fetch(request: Request): Promise<Response> } {
  return {
    async fetch(request) {
      const url = new URL(request.url);
      if (url.pathname === "/") return redirect(CONTROL);
      if (url.pathname !== CONTROL && !url.pathname.startsWith(`${CONTROL}/`)) return surface.sandbox.fetch(request);
      if (url.pathname.startsWith(`${CONTROL}/api/`)) return answerControlApi(request, url, surface);
      if (request.method === "POST") return act(request, url, surface);
      return shownPage(url, surface);
    },
  };
}

const contactsTable = (surface: ControlSurface): Table<Row> => surface.tables[surface.contacts.table] as Table<Row>;

function framed(surface: ControlSurface, title: string, body: Html, status = 200): Response {
  const nav = [
    { href: CONTROL, text: "Contacts" },
    { href: `${CONTROL}/requests`, text: "Requests" },
    { href: `${CONTROL}/webhooks`, text: "Webhooks" },
    { href: `${CONTROL}/faults`, text: "Faults and clock" },
    { href: `${CONTROL}/switches`, text: "Switches" },
  ];
  return page({
    title: `${title} – ${surface.title}`,
    brand: `${surface.title}: ${surface.firm}`,
    colour: surface.colour,
    nav,
    body,
    status,
  });
}

function shownPage(url: URL, surface: ControlSurface): Response {
  const path = url.pathname.slice(CONTROL.length);
  if (path === "") return framed(surface, "Contacts", contactsPage(url, surface));
  if (path === "/requests") return framed(surface, "Requests", requestsPage(surface));
  if (path === "/webhooks") return framed(surface, "Webhooks", webhooksPage(surface));
  if (path === "/faults") return framed(surface, "Faults and clock", faultsPage(surface));
  if (path === "/switches") return framed(surface, "Switches", switchesPage(surface));
  const row = /^\/contacts\/\d+$/.test(path) ? contactsTable(surface).get(Number(path.split("/")[2])) : undefined;
  return row
    ? framed(surface, "Contact", contactPage(row, surface))
    : framed(surface, "Not found", html`<h1>There is nothing here</h1>`, 404);
}

function contactsPage(url: URL, surface: ControlSurface): Html {
  const query = url.searchParams.get("query") ?? "";
  const { lines, more } = searchContacts(surface, query, Number(url.searchParams.get("after_id") ?? 0), PAGE);
  const counts = Object.entries(surface.sandbox.counts()).filter(([, count]) => count > 0);
  const last = lines.at(-1);
  return html`<h1>Contacts</h1>
    <div class="card">
      <form class="bar" method="get">
        <label>Search by name, e-mail, phone or id<input name="query" value="${query}" size="32" /></label
        ><button class="quiet">Search</button>
      </form>
    </div>
    <div class="card">
      <table>
        <tr>
          <th>Id</th>
          <th>Name</th>
          <th>E-mail</th>
          <th>Phone</th>
          <th></th>
        </tr>
        ${lines.map(
          (line) =>
            html`<tr>
              <td><a href="${CONTROL}/contacts/${line.id}">${line.id}</a></td>
              <td><a href="${CONTROL}/contacts/${line.id}">${line.name || "(no name)"}</a></td>
              <td>${line.email}</td>
              <td>${line.phone}</td>
              <td>${line.marks.map((mark) => html`<span class="pill">${mark}</span> `)}</td>
            </tr>`,
        )}
      </table>
      ${lines.length === 0 ? html`<p class="muted">Nobody found.</p>` : ""}
      ${more && last ? html`<p><a href="${CONTROL}?query=${encodeURIComponent(query)}&after_id=${last.id}">Further contacts</a></p>` : ""}
    </div>
    <div class="card">
      <h2>The firm</h2>
      <table>
        ${counts.map(
          ([name, count]) =>
            html`<tr>
              <td>${name}</td>
              <td class="n">${count.toLocaleString("en")}</td>
            </tr>`,
        )}
        <tr>
          <td>requests for a full read, at least</td>
          <td class="n">${surface.sandbox.floor().toLocaleString("en")}</td>
        </tr>
      </table>
    </div>`;
}

function contactPage(row: Row, surface: ControlSurface): Html {
  const line = surface.contacts.line(row);
  return html`<h1>${line.name || "(no name)"}</h1>
    <div class="card">
      <form method="post" action="${CONTROL}/contacts/${row.id}">
        <div class="grid">${surface.contacts.form(row).map(input)}</div>
        <p class="bar">
          <button name="action" value="save">Save at the provider</button
          ><button class="danger" name="action" value="delete">Delete</button>
        </p>
      </form>
      <p class="muted">Created ${row.created_at}, last changed ${row.updated_at}.</p>
    </div>`;
}

function input(field: FormField): Html {
  if (field.type === "checkbox") {
    return html`<label class="row"
      ><input type="checkbox" name="${field.name}" value="true" ${field.value === true ? html`checked` : ""} /> ${field.label}</label
    >`;
  }
  return html`<label>${field.label}<input name="${field.name}" value="${String(field.value)}" /></label>`;
}

function requestsPage(surface: ControlSurface): Html {
  const { log } = surface.sandbox;
  const totals = log.totals().toSorted((a, b) => b.count - a.count);
  return html`<h1>Requests</h1>
    <div class="card">
      <h2>Counts (${log.count().toLocaleString("en")} in all)</h2>
      <table>
        <tr>
          <th>Method</th>
          <th>Route</th>
          <th>Status</th>
          <th>Fault</th>
          <th>Count</th>
        </tr>
        ${totals.map(
          (one) =>
            html`<tr>
              <td>${one.method}</td>
              <td>${one.route}</td>
              <td>${one.status ?? "none"}</td>
              <td class="bad">${one.fault}</td>
              <td class="n">${one.count}</td>
            </tr>`,
        )}
      </table>
      <form method="post" action="${CONTROL}/requests">
        <p><button class="quiet">Start counting anew</button></p>
      </form>
    </div>
    <div class="card">
      <h2>Last requests</h2>
      <table>
        <tr>
          <th>At</th>
          <th>User</th>
          <th>Status</th>
          <th>Request</th>
        </tr>
        ${log
          .entries()
          .slice(-100)
          .toReversed()
          .map(
            (entry) =>
              html`<tr>
                <td>${entry.at.slice(11, 23)}</td>
                <td>${entry.user_id}</td>
                <td>${entry.status ?? "none"} <span class="bad">${entry.fault}</span></td>
                <td><code>${entry.method} ${entry.url}</code></td>
              </tr>`,
          )}
      </table>
    </div>`;
}

function webhooksPage(surface: ControlSurface): Html {
  const { knobs } = surface.webhooks;
  return html`<h1>Webhooks</h1>
    <div class="card">
      <form class="bar" method="post" action="${CONTROL}/webhooks">
        ${Object.entries(knobs).map(([name, value]) => html`<label>${name}<input name="${name}" value="${value}" size="8" /></label>`)}<button
          class="quiet"
        >
          Set
        </button>
      </form>
    </div>
    <div class="card">
      <h2>Deliveries</h2>
      <table>
        <tr>
          <th>About</th>
          <th>To</th>
          <th>State</th>
          <th>Attempts</th>
          <th>Next</th>
        </tr>
        ${surface.webhooks
          .deliveries()
          .slice(-100)
          .toReversed()
          .map(
            (one) =>
              html`<tr>
                <td>${one.about}</td>
                <td><code>${one.url}</code></td>
                <td>${one.state}</td>
                <td>${one.attempts.map((attempt) => html`${attempt.at.slice(11, 19)} ${attempt.status ?? "none"}<br />`)}</td>
                <td>${one.next_at}</td>
              </tr>`,
          )}
      </table>
    </div>`;
}

function faultsPage(surface: ControlSurface): Html {
  const { faults, clock } = surface.sandbox;
  const rates = faults.rates();
  const reached = faults.reached();
  return html`<h1>Faults and clock</h1>
    <div class="card">
      <h2>Clock: ${clock.now().toISOString()}</h2>
      <form class="bar" method="post" action="${CONTROL}/clock">
        <label>Advance by minutes<input name="minutes" value="60" size="8" /></label><button class="quiet">Advance</button>
      </form>
    </div>
    <div class="card">
      <h2>Faults, as rates from 0 to 1</h2>
      <form method="post" action="${CONTROL}/faults">
        <label>Seed<input name="seed" value="1" /></label>
        <table>
          <tr>
            <th>Fault</th>
            <th>Rate</th>
            <th>Happened</th>
          </tr>
          ${FAULTS.map(
            (name) =>
              html`<tr>
                <td>${name}</td>
                <td><input name="${name}" value="${rates[name] ?? 0}" size="6" /></td>
                <td class="n">${reached[name] ?? 0}</td>
              </tr>`,
          )}
        </table>
        <p><button>Set</button></p>
      </form>
    </div>`;
}

function switchesPage(surface: ControlSurface): Html {
  return html`<h1>Switches</h1>
    <div class="card">
      <p class="muted">What each of them means stands in the sandbox's README.</p>
      <form method="post" action="${CONTROL}/switches">
        <table>
          ${Object.entries(surface.switches).map(
            ([name, value]) =>
              html`<tr>
                <td>${name}</td>
                <td><input name="${name}" value="${typeof value === "string" ? value : JSON.stringify(value)}" /></td>
              </tr>`,
          )}
        </table>
        <p><button>Set</button></p>
      </form>
    </div>`;
}

async function act(request: Request, url: URL, surface: ControlSurface): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const path = url.pathname.slice(CONTROL.length);
  try {
    await changed(path, form, surface);
  } catch (error) {
    return framed(
      surface,
      "Refused",
      html`<div class="card">
        <h1>Not changed</h1>
        <p class="bad">${error instanceof Error ? error.message : "failed"}</p>
      </div>`,
      400,
    );
  }
  const gone = path.startsWith("/contacts/") && form.get("action") === "delete";
  return redirect(gone ? CONTROL : url.pathname);
}

async function changed(path: string, form: URLSearchParams, surface: ControlSurface): Promise<void> {
  const { sandbox } = surface;
  if (path === "/requests") sandbox.log.reset();
  else if (path === "/clock") await sandbox.clock.advance(Number(form.get("minutes")) * 60_000);
  else if (path === "/faults") sandbox.faults.set({ seed: Number(form.get("seed")), rates: ratesOf(form) });
  else if (path === "/webhooks")
    Object.assign(surface.webhooks.knobs, Object.fromEntries([...form].map(([name, value]) => [name, Number(value)])));
  else if (path === "/switches") setChanged(form, surface);
  else if (/^\/contacts\/\d+$/.test(path)) changeContact(Number(path.split("/")[2]), form, surface);
  else throw new Error("There is nothing to change here");
}

function setChanged(form: URLSearchParams, surface: ControlSurface): void {
  for (const [name, text] of form) {
    const current = surface.switches[name];
    if (text !== (typeof current === "string" ? current : JSON.stringify(current))) setSwitch(surface, name, text);
  }
}

function ratesOf(form: URLSearchParams): Record<string, number> {
  const rates: Record<string, number> = {};
  for (const [name, value] of form) if (name !== "seed" && Number(value) > 0) rates[faultName(name)] = Number(value);
  return rates;
}

function changeContact(id: number, form: URLSearchParams, surface: ControlSurface): void {
  const table = contactsTable(surface);
  const row = table.get(id);
  if (!row) throw new Error("This contact exists no more");
  if (form.get("action") === "delete") return table.remove(id);
  const values = Object.fromEntries(
    surface.contacts
      .form(row)
      .map((field) => [field.name, field.type === "checkbox" ? form.has(field.name) : (form.get(field.name) ?? "")]),
  );
  const change = surface.contacts.change(row, values);
  if (Object.keys(change).length > 0) table.update(id, change);
}
