/** The control page `/sandbox`: look into the vendor, change a contact by hand, watch requests and webhooks, set faults, move the clock. */
import type { ControlSurface } from "./control.ts";
import { CONTROL, setSwitch } from "./control.ts";
import { answerControlApi, faultName } from "./control_api.ts";
import { accessPage, contactPage, contactsPage, faultsPage, requestsPage, switchesPage, webhooksPage } from "./control_views.ts";
import { writtenPage } from "./control_written.ts";
import type { Html } from "./page.ts";
import { html, page, redirect } from "./page.ts";
import type { Row, Table } from "./types.ts";

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
    { href: `${CONTROL}/written`, text: "Written" },
    { href: `${CONTROL}/requests`, text: "Requests" },
    { href: `${CONTROL}/webhooks`, text: "Webhooks" },
    { href: `${CONTROL}/access`, text: "Access" },
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
  if (path === "/written") return framed(surface, "Written", writtenPage(url, surface));
  if (path === "/requests") return framed(surface, "Requests", requestsPage(surface));
  if (path === "/webhooks") return framed(surface, "Webhooks", webhooksPage(surface));
  if (path === "/access") return framed(surface, "Access", accessPage(surface));
  if (path === "/faults") return framed(surface, "Faults and clock", faultsPage(surface));
  if (path === "/switches") return framed(surface, "Switches", switchesPage(surface));
  const row = /^\/contacts\/\d+$/.test(path) ? contactsTable(surface).get(Number(path.split("/")[2])) : undefined;
  return row
    ? framed(surface, "Contact", contactPage(row, surface))
    : framed(surface, "Not found", html`<h1>There is nothing here</h1>`, 404);
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
  else if (path === "/access") surface.revoke(Number(form.get("user_id")));
  else if (path === "/faults") sandbox.faults.set({ ...sandbox.faults.plan(), seed: Number(form.get("seed")), rates: ratesOf(form) });
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
