/** Issue 6: a firm's texts through the whole program, from a member's word to the one record of the day at Clio, with doubles of both sides. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { ContactTexts, Text } from "../api/contract/texts.ts";
import { readSettings, writeSettings } from "../connections/store_settings.ts";
import { newId } from "../lib/ids.ts";
import { ACCOUNT_SID, AUTH_TOKEN, cameIn, FROM, openTwilio, type Twilio } from "../texting/test_twilio.ts";
import { connectedWorld, type ConnectedWorld } from "./test_connected.ts";
import { PROJECTS } from "./test_phone.ts";

let world: ConnectedWorld;
let twilio: Twilio;
let connection_id: string;
let client: { matter_id: string; contact_id: string; number: string };
let stop: () => Promise<unknown>;

beforeAll(async () => {
  twilio = await openTwilio();
  world = await connectedWorld({ environment: { PRIVITY_TWILIO_URL: twilio.url } });
  const working = await world.program.jobs.work({ poll_ms: 20 });
  stop = () => working.stop();
  const user = [...world.clio.tables.users.scan()].find((row) => row.enabled)!;
  connection_id = await world.connect(world.naomi, { provider: "clio", region: "us", purpose: "sync" }, user.id);
  await vi.waitFor(async () => expect(await world.query("select 1 from connection where first_synced_at is not null")).toHaveLength(1), {
    timeout: 60_000,
  });
  const owner = { firm_id: world.firm_id, connection_id };
  const { settings } = await readSettings(world.db.kysely, owner);
  const writeback = { ...settings.writeback, text: true, on_behalf: true };
  await writeSettings(world.db.kysely, owner, {
    settings: { ...settings, writeback, projects: { ...settings.projects, ...PROJECTS } },
    ...{ note: null, created_by: "test", at: new Date().toISOString(), if_version: null },
  });
  await world.program.project(connection_id, { kind: "settings", id: "2" }, true);
  const [found] = await world.query<typeof client>(
    `select p.provider_id as matter_id, c.provider_id as contact_id, c.view->'channels'->'phones'->0->>'number' as number
    from project p join matter m using (firm_id, connection_id, provider_id)
    join contact c on c.connection_id = p.connection_id and c.provider_id = any(p.participant_ids)
    where p.shown and m.status = 'open' and c.state = 'in' and json_array_length(c.view->'channels'->'phones') > 0
      and c.view->'channels'->'phones'->0->>'extension' is null
      and 1 = (select count(*) from contact o where o.channel_keys @> array[c.view->'channels'->'phones'->0->>'number'])
      and 1 = (select count(*) from project q join matter n using (firm_id, connection_id, provider_id)
        where q.shown and n.status = 'open' and c.provider_id = any(q.participant_ids)) order by 1 limit 1`,
  );
  client = found!;
  // Tests run at any hour.
  await world.query(
    `insert into portal_access (firm_id, access_id, connection_id, contact_id, email, source, preferences, created_at)
    values ($1, $2, $3, $4, 'somebody@rivera.example', 'invited', '{"quiet": null}', now())`,
    [world.firm_id, newId(), connection_id, client.contact_id],
  );
}, 180_000);
afterAll(async () => {
  await stop?.();
  await world?.close();
  await twilio?.close();
}, 30_000);

const communications = () => [...world.clio.tables.communications.scan()];

test("B-WRB-1: set up over the API, written by a member, answered by the client: one communication of the day at Clio with both, on the matter", async () => {
  const account = { account_sid: ACCOUNT_SID, api_key_sid: "", sender: FROM, service_sid: "", auth_token: AUTH_TOKEN };
  const set = await world.ask<{ hook_url: string }>(world.naomi, "PUT", "/texting", account);
  expect(set.status).toBe(200);
  const texts = `/contacts/${connection_id}/${client.contact_id}/texts`;
  const how = await world.ask<ContactTexts>(world.ben, "GET", texts);
  expect(how.body).toMatchObject({ on: true, matters: [{ matter_id: client.matter_id }] });
  // Their mobile before their number at home.
  expect(how.body.numbers[0]).toMatchObject({ number: client.number, label: "Mobile" });
  const draft = { key: newId(), body: "Can you send us the bill?", matter_id: client.matter_id };
  const sent = await world.ask<Text>(world.ben, "POST", texts, draft);
  expect(sent.body).toMatchObject({ state: "sent", by: "Ben Adler" });
  expect(twilio.taken).toMatchObject([{ to: client.number, body: "Can you send us the bill?" }]);

  const { url, init } = twilio.tell(set.body.hook_url, cameIn(client.number, "Tomorrow."));
  expect((await world.program.api.request(url, init)).status).toBe(200);
  await vi.waitFor(() => expect(communications().some((row) => JSON.stringify(row).includes("Tomorrow."))).toBe(true), { timeout: 60_000 });
  const ours = communications().filter((row) => /send us the bill|Tomorrow/.test(JSON.stringify(row)));
  expect(ours).toHaveLength(1);
  expect(JSON.stringify(ours[0])).toMatch(/Ben Adler: Can you send us the bill\?.*: Tomorrow\./s);
  expect(JSON.stringify(ours[0])).toContain(client.matter_id);
}, 90_000);
