import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { CLIO_WRITE_SWITCHES } from "./clio/write_switches.ts";
import { startSandboxes } from "./main.ts";
import type { StartedSandboxes } from "./main.ts";
import { MYCASE_WRITE_SWITCHES } from "./mycase/write_switches.ts";
import { command, switchesHelp } from "./options.ts";

let started: StartedSandboxes | undefined;
afterEach(async () => started?.close());

const post = async (url: string, body: unknown): Promise<{ status: number; json: Record<string, unknown> }> => {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
};
const get = async (url: string): Promise<Record<string, unknown>> => (await (await fetch(url)).json()) as Record<string, unknown>;

test("both providers answer on ports of their own, and say what to set for them", async () => {
  started = await startSandboxes();
  const { clio, mycase, environment } = started;
  expect(environment).toMatchObject({
    PRIVITY_CLIO_URL: clio.url,
    PRIVITY_MYCASE_AUTH_URL: mycase.url,
    PRIVITY_MYCASE_API_URL: mycase.url,
    CLIO_CLIENT_ID: clio.sandbox.client_id,
  });
  for (const { url, sandbox } of [clio, mycase]) {
    expect(await get(`${url}/sandbox/api/state`)).toMatchObject({
      provider: sandbox.provider,
      counts: sandbox.counts(),
      floor: sandbox.floor(),
      requests: 0,
    });
    const page = await fetch(`${url}/`);
    expect([page.url, page.status, (await page.text()).includes("Adaeze")]).toEqual([`${url}/sandbox`, 200, true]);
  }
});

test("a test in another process edits, deletes, counts, breaks and moves the clock", async () => {
  started = await startSandboxes({ virtual_clock: true, no_rate_limit: true });
  const { url } = started.clio;
  const { access_token } = (await post(`${url}/sandbox/api/grant`, {})).json;
  const ask = (path: string) => fetch(`${url}/api/v4/${path}`, { headers: { authorization: `Bearer ${String(access_token)}` } });
  const [row] = (await get(`${url}/sandbox/api/contacts?query=okafor&limit=1`))["lines"] as { id: number }[];
  await post(`${url}/sandbox/api/edit`, { table: "contacts", id: row?.id, change: { first_name: "Renamed" } });
  expect(await (await ask(`contacts/${row?.id}?fields=first_name`)).json()).toEqual({ data: { first_name: "Renamed" } });
  await post(`${url}/sandbox/api/faults`, { script: { fault: "maintenance_503", route: "contacts" } });
  expect((await ask("contacts")).status).toBe(503);
  expect(await get(`${url}/sandbox/api/count?route=/api/v4/contacts&status=503`)).toEqual({ count: 1 });
  await post(`${url}/sandbox/api/delete`, { table: "contacts", id: row?.id });
  expect((await ask(`contacts/${row?.id}`)).status).toBe(404);
  expect((await post(`${url}/sandbox/api/clock`, { advance_ms: 60_000 })).json).toEqual({ now: "2026-10-01T16:01:00.000Z" });
  expect((await post(`${url}/sandbox/api/switches`, { page_token_minutes: 5 })).json).toMatchObject({ page_token_minutes: 5 });
  for (const [path, body] of [
    ["switches", { page_token_minuets: 5 }],
    ["switches", { page_token_minutes: "soon" }],
    ["faults", { rates: { earthquake: 1 } }],
    ["edit", { table: "tags", id: 1 }],
  ] as const) {
    expect((await post(`${url}/sandbox/api/${path}`, body)).status).toBe(400);
  }
});

test("a person edits a contact on the control page; what is not touched stays", async () => {
  started = await startSandboxes({ no_rate_limit: true });
  const { url, sandbox } = started.clio;
  const [row] = sandbox.tables.contacts.scan();
  const form = await (await fetch(`${url}/sandbox/contacts/${row?.id}`)).text();
  expect(form).toContain('name="date_of_birth" value="1984-07-19"');
  const values = {
    first_name: "Ada",
    middle_name: "Ngozi",
    last_name: "Okafor",
    title: "",
    date_of_birth: "1984-07-19",
    email: "ada@example.com",
    phone: "(619) 555-0142",
    is_client: "true",
    action: "save",
  };
  const saved = await fetch(`${url}/sandbox/contacts/${row?.id}`, {
    method: "POST",
    body: new URLSearchParams(values),
    redirect: "manual",
  });
  expect(saved.status).toBe(303);
  const after = sandbox.tables.contacts.get(row?.id as number);
  expect(after).toMatchObject({
    name: "Ada Ngozi Okafor",
    title: null,
    is_client: true,
    phone_numbers: row?.phone_numbers,
    addresses: row?.addresses,
  });
  expect(after?.email_addresses[0]?.address).toBe("ada@example.com");
  await fetch(`${url}/sandbox/contacts/${row?.id}`, { method: "POST", body: new URLSearchParams({ action: "delete" }) });
  expect(sandbox.tables.contacts.get(row?.id as number)).toBeUndefined();
});

test("the control page escapes what the firm wrote", async () => {
  started = await startSandboxes();
  const { url, sandbox } = started.clio;
  const [row] = sandbox.tables.contacts.scan();
  sandbox.tables.contacts.update(row?.id as number, { first_name: "<img src=x onerror=alert(1)>" });
  for (const path of ["", `/contacts/${row?.id}`]) expect(await (await fetch(`${url}/sandbox${path}`)).text()).not.toContain("<img");
});

test("a switch that neither provider has is a mistake", async () => {
  await expect(startSandboxes({ switches: { no_such_switch: true } })).rejects.toThrow("No sandbox has a switch no_such_switch");
});

test("another process asks what was written, how often each mark occurs, and who would have got an e-mail", async () => {
  started = await startSandboxes({ no_rate_limit: true, switches: { call_delay_seconds: 3_600 } });
  const { clio, mycase } = started;
  const { access_token } = (await post(`${mycase.url}/sandbox/api/grant`, {})).json;
  const write = (path: string, body: object) =>
    fetch(`${mycase.url}/v1/${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${String(access_token)}`, "content-type": "application/json" },
    });
  const [client] = mycase.sandbox.tables.clients.scan();
  const [staff] = mycase.sandbox.tables.staff.scan();
  const note = { subject: "Card <b>", note: "Ref. AAAABBBBCCCCDDDD", date: "2026-10-05T14:00:00Z" };
  for (let time = 0; time < 2; time++) expect((await write(`clients/${client?.id}/notes`, note)).status).toBe(200);
  const call = { called_at: note.date, caller_phone_number: "1", call_for: { id: staff?.id }, message: "m", client: { id: client?.id } };
  expect((await write("calls", call)).status).toBe(202);
  await write("message_threads", { subject: "Hello", first_message_body: "b", client_recipients: [{ id: client?.id }] });

  const api = `${mycase.url}/sandbox/api`;
  expect(await get(`${api}/written?parent=contact:${client?.id}&kind=notes`)).toMatchObject({
    records: [
      { kind: "notes", id: 1, author: expect.stringMatching(/ /) as string, markers: ["AAAABBBBCCCCDDDD"], listed_at: null },
      { id: 2 },
    ],
    totals: { notes: 2, calls: 0, message_threads: 1 },
    pending: 1,
  });
  expect(await get(`${api}/markers?minimum=2`)).toEqual({
    distinct: 1,
    records: 2,
    markers: [{ marker: "AAAABBBBCCCCDDDD", count: 2, records: ["notes:1", "notes:2"] }],
  });
  expect((await post(`${api}/markers`, { markers: ["AAAABBBBCCCCDDDD", "none"] })).json).toEqual({
    counts: { AAAABBBBCCCCDDDD: 2, none: 0 },
  });
  expect(await get(`${api}/would_email`)).toMatchObject({ count: 1, entries: [{ client_id: client?.id, subject: "Hello" }] });
  expect(await get(`${clio.url}/sandbox/api/would_email`)).toEqual({ count: 0, entries: [] });
  await post(`${api}/lag`, { seed: 1, kinds: { "*": { rate: 1, from_ms: 60_000, to_ms: 60_000 } } });
  await write(`clients/${client?.id}/notes`, note);
  expect(await get(`${api}/state`)).toMatchObject({ lag: { hidden: 1 }, written: { notes: 3, pending: 1 } });
  for (const path of ["written", `written?marker=AAAABBBBCCCCDDDD`, `contacts/${client?.id}`]) {
    const page = await (await fetch(`${mycase.url}/sandbox/${path}`)).text();
    expect(page).toContain("Card &lt;b&gt;");
    expect(page).toContain("in lists from");
  }
});

test("files go to a storage on a port of its own, where a token is a fault", async () => {
  started = await startSandboxes({ no_rate_limit: true, storage_faults: {}, lag: { documents: { rate: 0, from_ms: 0, to_ms: 0 } } });
  const { url, sandbox } = started.clio;
  const { access_token } = sandbox.grant();
  const authorization = `Bearer ${access_token}`;
  const [matter] = sandbox.tables.matters.scan();
  const made = await fetch(`${url}/api/v4/documents?fields=latest_document_version{put_url,put_headers}`, {
    method: "POST",
    body: JSON.stringify({ data: { name: "Will.pdf", parent: { id: matter?.id, type: "Matter" } } }),
    headers: { authorization, "content-type": "application/json" },
  });
  const { data } = (await made.json()) as {
    data: { latest_document_version: { put_url: string; put_headers: { name: string; value: string }[] } };
  };
  const { put_url, put_headers } = data.latest_document_version;
  expect(new URL(put_url).origin).not.toBe(url);
  const put = (headers: [string, string][]) => fetch(put_url, { method: "PUT", headers, body: "Will" });
  const headers = put_headers.map(({ name, value }): [string, string] => [name, value]);
  expect((await put([...headers, ["authorization", authorization]])).status).toBe(400);
  expect(await get(`${url}/sandbox/api/client_faults`)).toMatchObject({ count: 1 });
  expect((await put(headers)).status).toBe(200);
  expect(sandbox.storage.count()).toBe(1);
});

test("the README and the help name every switch about writing", async () => {
  const readme = readFileSync(new URL("./README.md", import.meta.url), "utf8");
  const help = command().helpInformation() + switchesHelp();
  for (const [name, { question }] of Object.entries({ ...CLIO_WRITE_SWITCHES, ...MYCASE_WRITE_SWITCHES })) {
    expect(help).toContain(`  ${name}=`);
    expect(help).toContain(question);
    expect(readme, name).toContain(`\`${name}\``);
  }
});
