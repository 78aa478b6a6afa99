import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeSettings } from "../connections/store_settings.ts";
import { connectors } from "../connectors/index.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { bytesOf } from "../lib/bytes.ts";
import { systemClock } from "../lib/clock.ts";
import { reserveSeq, writeRecords } from "../mirror/store.ts";
import type { Kind } from "../model/kinds.ts";
import type { Settings } from "../model/settings.ts";
import { project } from "./driver.ts";
import { settings } from "./testing.ts";
import { verify } from "./verify.ts";

const owner = { firm_id: randomUUID(), connection_id: randomUUID() };
const now = () => systemClock.now().toISOString();
let db: TestDb;

beforeAll(async () => {
  db = await testDatabase();
  await sql`insert into firm (firm_id, name) values (${owner.firm_id}, 'Quill & Co')`.execute(db.kysely);
  await sql`
    insert into connection (firm_id, connection_id, provider, region, account_id, account_name, user_id, user_name, user_email)
    values (${owner.firm_id}, ${owner.connection_id}, 'clio', 'us', '1', 'Quill & Co', '1', 'Ada', 'ada@quill.example')`.execute(db.kysely);
  await set(settings("clio", { contacts: { scope: "everyone" } }));
  await arrive("matter", {
    id: 500,
    display_number: "00500",
    status: "Open",
    client: { id: 1, name: "Ivy Quill", type: "Person" },
    practice_area: null,
  });
  const phone_numbers = [{ name: "Work", number: "619-555-0100" }];
  await arrive("contact", { id: 1, type: "Person", name: "Ivy Quill", phone_numbers, addresses: [{ name: "Home", city: "San Diego" }] });
});
afterAll(() => db.drop());

const set = (document: Settings) =>
  writeSettings(db.kysely, owner, { settings: document, note: null, created_by: "test", at: now(), if_version: null });

const arrive = (kind: Kind, raw: Record<string, unknown>) =>
  db.transaction(async (trx) => {
    const seq = await reserveSeq(trx, owner, 1);
    const row = {
      provider_id: String(raw["id"]),
      text: bytesOf(JSON.stringify(raw)),
      content_hash: String(seq),
      updated_at: null,
      decisive_at: null,
      seq,
    };
    await writeRecords(trx, owner, { kind, run_id: randomUUID(), read_at: now(), rows: [row] });
  });

const deps = () => ({ db, mapper: connectors.clio.mapper, clock: systemClock });
const projectAll = () => project(deps(), owner, { kind: "run", id: randomUUID() });

async function kept() {
  const { rows } = await sql<{ tags: string[]; status: string | null; pass_total: number; number: string }>`
    select c.tag_keys as tags, c.client_status as status, s.pass_total, m.number from contact c, projection_state s, matter m`.execute(
    db.kysely,
  );
  return rows[0]!;
}

test("B-WHY-4: new tags go through the contacts alone, and nothing that came in meanwhile is lost", async () => {
  await projectAll();
  expect(await kept()).toMatchObject({ pass_total: 2, status: "active", number: "00500" });

  await arrive("matter", { id: 500, display_number: "00500-A", status: "Closed", client: { id: 1, name: "Ivy Quill", type: "Person" } });
  await set(settings("clio", { contacts: { scope: "everyone" }, tags: { city: true } }));
  await projectAll();
  const after = await kept();
  expect(after).toMatchObject({ pass_total: 1, status: "past", number: "00500-A" });
  expect(after.tags).toContain("san diego");
  expect(await verify(deps(), owner)).toMatchObject({ pending: false, differences: [] });
});

test("B-WHY-4: settings that matters depend on go through everything", async () => {
  await set(settings("clio", { contacts: { scope: "everyone" }, team: { positions: [{ title: "Attorney", position: "paralegal" }] } }));
  await projectAll();
  expect(await kept()).toMatchObject({ pass_total: 2 });
  expect(await verify(deps(), owner)).toMatchObject({ pending: false, differences: [] });
});
