/** Issue 6: a client writes and sends a photo on the phone, a paralegal answers in the inbox, both see it was read; the provider has each once. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { builtPage, expectReadable, openSite, picture, settled, type Site } from "../api/test_page.ts";
import { readSettings, writeSettings } from "../connections/store_settings.ts";
import { openTestS3, type TestS3 } from "../outbox/test_s3.ts";
import { connectedWorld, type ConnectedWorld } from "./test_connected.ts";
import { expectUsable, signInByLetter } from "./test_phone.ts";

const all = { matters: "all" as const, field: null };
const types = [{ name: "Case", matches: ["anything"], fields: [], phases: [] }];
const SHOWN = { on: true, types, default_type: "Case", shown: all, notified: all };

let world: ConnectedWorld;
let site: Site;
let s3: TestS3;
let connection_id: string;
let client: { matter_id: string; title: string; name: string; email: string };
/** Until then no phone can say that its owner has read something: each looks every few seconds. */
let may_read: Promise<unknown> = Promise.resolve();
const close: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  // Documents lie in a bucket here; elsewhere on the disk.
  s3 = await openTestS3();
  world = await connectedWorld({
    environment: s3.environment,
    web_dir: await builtPage(),
    filling: { firm: "generated", seed: 7, contacts: 120, matters: 40, relationships: 30 },
  });
  const fetch = async (request: Request) => {
    if (/\/portal\/.*\/messages\/read$/.test(request.url)) await may_read;
    return world.program.api.fetch(request);
  };
  site = await openSite({ fetch }, world.port);
  const working = await world.program.jobs.work({ poll_ms: 20 });
  close.push(() => working.stop(), site.close, world.close, s3.close);
  for (const { id } of world.mycase.tables.staff.scan()) {
    const connected = await world.connect(world.naomi, { provider: "mycase", purpose: "sync" }, id).catch(() => null);
    if (connected === null) continue;
    connection_id = connected;
    break;
  }
  await vi.waitFor(async () => expect(await world.query("select 1 from connection where first_synced_at is not null")).toHaveLength(1), {
    timeout: 60_000,
  });
  const owner = { firm_id: world.firm_id, connection_id };
  const { settings } = await readSettings(world.db.kysely, owner);
  const writeback = { ...settings.writeback, message: true, document: true, on_behalf: true, message_minutes: 1, document_minutes: 1 };
  await writeSettings(world.db.kysely, owner, {
    settings: {
      ...settings,
      writeback,
      projects: { ...settings.projects, ...SHOWN },
    },
    ...{ note: null, created_by: "test", at: new Date().toISOString(), if_version: null },
  });
  await world.program.project(connection_id, { kind: "settings", id: "2" }, true);
  const [found] = await world.query<typeof client>(
    `select p.provider_id as matter_id, coalesce(nullif(m.name, ''), m.number) as title, c.view->>'name' as name, c.view->'channels'->'emails'->>0 as email
    from project p join matter m using (firm_id, connection_id, provider_id)
    join contact c on c.connection_id = p.connection_id and c.provider_id = any(p.participant_ids)
    where p.shown and m.status = 'open' and c.state = 'in' and c.view->>'never_engage' is null and c.view->>'type' = 'person'
      and 1 = (select count(*) from contact o where o.channel_keys @> array[c.view->'channels'->'emails'->>0]) order by 1 limit 1`,
  );
  client = found!;
}, 180_000);
afterAll(async () => {
  for (const end of close) await end();
}, 30_000);

/** What waits for minutes, so that it can still be changed, is due now. */
const hurry = async () => {
  await world.query("update delivery set due_at = now() where state = 'queued'");
  await world.program.jobs.write({ firm_id: world.firm_id, connection_id });
};

const JPEG = Buffer.concat([Buffer.from("ffd8ffe000104a46494600010100000100010000ffdb004300", "hex"), Buffer.alloc(50_000, 7)]);

test("B-WRB-1, B-WRB-5: written on the phone, answered in the inbox, read by both; at the provider once; a photo there byte for byte", async () => {
  const phone = await site.open("/portal", { width: 390 });
  await signInByLetter(phone, { world, origin: site.origin }, client.email);
  await phone.getByRole("link", { name: client.title }).click();
  await phone.getByRole("link", { name: "Messages" }).click();
  await phone.getByText("Nothing has been written yet.").waitFor();
  await picture(phone, "portal_messages_empty");
  await expectUsable(phone);
  await phone.getByLabel("Your message").fill("When is the hearing?\nI can come at nine.");
  await phone.getByRole("button", { name: "Send", exact: true }).click();
  await phone.getByText("I can come at nine.").first().waitFor();
  await phone.getByText("Sent", { exact: true }).waitFor();

  const desk = await site.open("/inbox?show=all", { cookie: world.naomi });
  await desk.getByText("1 unread", { exact: true }).waitFor();
  await picture(desk, "inbox");
  await expectReadable(desk);
  await desk.getByRole("link", { name: client.name }).click();
  await settled(desk);
  await desk.getByText("I can come at nine.").waitFor();
  const seen = Promise.withResolvers<void>();
  may_read = seen.promise;
  await desk.getByLabel(/^Answer to/).fill("On the 4th, at nine. Bring <b>your</b> passport.");
  await desk.getByRole("button", { name: "Send to the client" }).click();
  await desk.getByText("Not read yet").waitFor();
  seen.resolve();
  await picture(desk, "inbox_thread");
  await expectReadable(desk);

  await phone.getByText("On the 4th, at nine. Bring <b>your</b> passport.").waitFor({ timeout: 20_000 });
  await phone.getByText(/^Read /).waitFor({ timeout: 20_000 });
  await picture(phone, "portal_messages");
  await expectUsable(phone);
  await desk.getByText(/Read by/).waitFor({ timeout: 20_000 });

  await phone.getByRole("link", { name: "Documents" }).click();
  await phone.getByLabel("Take a photo or choose a file").setInputFiles({ name: "notes.exe", mimeType: "image/jpeg", buffer: JPEG });
  await phone.getByRole("button", { name: "Send it to the firm" }).click();
  await phone.getByRole("alert").getByText("Files of this kind are not taken").waitFor();
  await phone.getByLabel("Take a photo or choose a file").setInputFiles({ name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer: JPEG });
  await phone.getByLabel(/What is it/).fill("The letter from the school");
  await phone.getByRole("button", { name: "Send it to the firm" }).click();
  await phone.getByText("IMG_0001.jpg is with the firm.").waitFor();
  await picture(phone, "portal_documents");
  await expectUsable(phone);

  const deliveries = async () => {
    await hurry();
    return world.query("select kind, state, reason from delivery order by kind, created_at");
  };
  await expect
    .poll(deliveries, { timeout: 60_000, interval: 500 })
    .toEqual([{ kind: "document", state: "delivered", reason: null }, { kind: "message", state: "delivered", reason: null }, { kind: "message", state: "delivered", reason: null }]); // oxfmt-ignore
  const written = world.mycase.written.records({ limit: 100 });
  const texts = written.map((one) => `${one.title} ${one.text}`);
  for (const words of ["When is the hearing?", "On the 4th, at nine."])
    expect(
      texts.filter((text) => text.includes(words)),
      words,
    ).toHaveLength(1);
  const files = written.filter((one) => one.file !== null);
  expect(files).toHaveLength(1);
  expect(files[0]!.parents).toContainEqual({ kind: "matter", id: Number(client.matter_id) });
  expect(files[0]!.title).toContain("From the client");
  const sha256 = createHash("sha256").update(JPEG).digest("hex");
  expect(files[0]!.file).toMatchObject({ complete: true, size: JPEG.length, sha256 });
  expect(await s3.keys()).toEqual([`${world.firm_id}/${sha256}`]);

  await desk.goto(`${site.origin}/matters/${connection_id}/${client.matter_id}`);
  await settled(desk);
  const here = desk.getByRole("region", { name: "With its clients" });
  await here.getByText("From the client").waitFor();
  await picture(desk, "matter_clients");
  await expectReadable(desk);
  const [download] = await Promise.all([desk.waitForEvent("download"), here.getByRole("link", { name: "IMG_0001.jpg" }).click()]);
  const { readFile } = await import("node:fs/promises");
  expect((await readFile(await download.path())).equals(JPEG)).toBe(true);
  expect(site.complaints.filter((one) => !/40[0-9]|41[0-9]/.test(one))).toEqual([]);
}, 240_000);

test("two members answer the same message: the second is told on the page, keeps what they typed, and sends it all the same", async () => {
  const [{ thread_id } = { thread_id: "" }] = await world.query<{ thread_id: string }>("select thread_id from portal_thread");
  const naomi = await site.open(`/inbox/${thread_id}`, { cookie: world.naomi });
  const ben = await site.open(`/inbox/${thread_id}`, { cookie: world.ben });
  await ben.getByLabel(/^Answer to/).fill("Ben's answer");
  await naomi.getByLabel(/^Answer to/).fill("Naomi's answer");
  await naomi.getByRole("button", { name: "Send to the client" }).click();
  // The field of her answer would match the words too.
  await naomi.getByRole("listitem").filter({ hasText: "Naomi's answer" }).waitFor();
  await ben.getByRole("button", { name: "Send to the client" }).click();
  await ben.getByText("A colleague has answered meanwhile").waitFor();
  await picture(ben, "inbox_meanwhile");
  expect(await ben.getByLabel(/^Answer to/).inputValue()).toBe("Ben's answer");
  await ben.getByRole("listitem").filter({ hasText: "Naomi's answer" }).waitFor({ timeout: 20_000 });
  await ben.getByRole("button", { name: "Send mine as well" }).click();
  await expect.poll(() => ben.getByLabel(/^Answer to/).inputValue()).toBe("");
  await expect
    .poll(() => world.query("select count(*)::int as n from portal_message where body in ('Ben''s answer', 'Naomi''s answer')"))
    .toEqual([{ n: 2 }]);
}, 120_000);
