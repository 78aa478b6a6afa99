/** Leaving with something still to be written: the whole program beside Clio's sandbox (B-CON-7, B-WRB-3, F30). */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Activity } from "../api/contract/activities.ts";
import { systemClock } from "../lib/clock.ts";
import { sweepFiles } from "../outbox/sweep.ts";
import { openTestS3, type TestS3 } from "../outbox/test_s3.ts";
import { connectedWorld, type ConnectedWorld } from "./test_connected.ts";

let world: ConnectedWorld;
let s3: TestS3;
let stop = () => Promise.resolve();
let admin: number;
let id: string;
let contact_id: string;
const clio = { provider: "clio", region: "us", purpose: "sync" };

beforeAll(async () => {
  // Files lie in a bucket here; the sweep of the disk has tests of its own (outbox/files.pg.test.ts).
  s3 = await openTestS3("firms");
  world = await connectedWorld({ environment: { PRIVITY_LOG: "error", ...s3.environment } });
  const user = [...world.clio.tables.users.scan()].find((one) => one.enabled && one.roles.includes("admin"))!;
  admin = user.id;
  id = await world.connect(world.naomi, clio, admin);
  expect(await (await world.program.startSync(id, { mode: "full", trigger: "test" })).done).toBe("succeeded");
  await world.query("update connection set user_email = $1", ["naomi@marlowfinch.example"]);
  contact_id = (await world.query<{ provider_id: string }>("select provider_id from contact where state = 'in' order by 1 limit 1"))[0]!
    .provider_id;
  const working = await world.program.jobs.work({ poll_ms: 20 });
  stop = () => working.stop();
}, 120_000);
afterAll(async () => {
  await stop();
  await world?.close();
  await s3?.close();
});

const log = async (form: object) => {
  const made = await world.ask<Activity>(world.naomi, "POST", "/activities", {
    contact: { connection_id: id, provider_id: contact_id },
    ...form,
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.activity_id;
};
const delivery = async (activity_id: string) =>
  (await world.ask<Activity>(world.naomi, "GET", `/activities/${activity_id}`)).body.deliveries[0]!;
async function becomes(activity_id: string, state: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const [row] = await world.query<{ state: string; words: string }>(
      "select d.state, d.words from delivery d join delivery_activity a using (firm_id, delivery_id) where a.activity_id = $1",
      [activity_id],
    );
    if (row?.state === state) return;
    if (tries > 3200) throw new Error(`${state} was waited for: ${JSON.stringify(row)}`);
    await systemClock.sleep(25);
  }
}
const leave = () => world.ask(world.naomi, "POST", `/connections/${id}/disconnect`);
/** As at the beginning: the sandbox's admin has an e-mail of their own, here it is Naomi's. */
async function comeBack(): Promise<void> {
  expect(await world.connect(world.naomi, clio, admin)).toBe(id);
  await world.query("update connection set user_email = $1", ["naomi@marlowfinch.example"]);
  await world.program.jobs.write({ firm_id: world.firm_id, connection_id: id });
}
/** What reached Clio to make something. */
const posts = () => world.clio.log.entries().filter((entry) => entry.method === "POST" && /notes|documents/.test(entry.route)).length;

test("B-CON-7: what is logged of a firm that is disconnected waits, and goes out once when it is connected again", async () => {
  await becomes(await log({ kind: "note", body: "Before." }), "delivered");
  const left = await leave();
  expect(left.status, JSON.stringify(left.body)).toBe(200);
  expect(await world.query("select 1 from lane where kind = 'write'")).toEqual([]);
  const before = posts();
  const waiting = await log({ kind: "note", body: "Meanwhile." });
  await becomes(waiting, "held");
  expect((await delivery(waiting)).reason).toMatchObject({ code: "firm_not_connected" });
  expect(posts()).toBe(before);
  await comeBack();
  await becomes(waiting, "delivered");
  expect(posts()).toBe(before + 1);
}, 120_000);

test("F30: disconnected while notes are on their way: none is sent after the revoke, each is there once after connecting again", async () => {
  world.clio.log.reset();
  world.clio.faults.set({ seed: 1, rates: { slow_body: 1 } });
  const ids = [];
  for (let number = 0; number < 12; number += 1) ids.push(await log({ kind: "note", body: `Under way ${number}.` }));
  await expect.poll(posts, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0);
  await leave();
  await systemClock.sleep(1_000);
  const routes = world.clio.log.entries().map((entry) => `${entry.method} ${entry.route}`);
  expect(routes.slice(routes.indexOf("POST /oauth/deauthorize") + 1), "after the revoke").toEqual([]);
  world.clio.faults.set({ seed: 1, rates: {} });
  await comeBack();
  for (const activity_id of ids) await becomes(activity_id, "delivered");
  const marks = await world.query<{ provider_id: string }>("select distinct provider_id from delivery where provider_id is not null");
  const notes = [...world.clio.tables.notes.scan()].filter((note) => JSON.stringify(note).includes("Under way"));
  expect(notes).toHaveLength(ids.length);
  expect(marks.length).toBeGreaterThanOrEqual(ids.length);
}, 180_000);

test("B-CON-7: erasing takes activities, deliveries, what was learned and the files along; bytes go with the next sweep", async () => {
  const { config } = world.program;
  const form = { method: "POST", body: "canary", headers: { cookie: world.naomi, "content-type": "application/octet-stream" } };
  const upload = async (name: string) =>
    (await (await world.program.api.request(`${config.url}/api/v1/files?name=${name}`, form)).json()) as {
      file_id: string;
      sha256: string;
    };
  const [file, unattached] = [await upload("deed.pdf"), await upload("other.pdf")];
  await log({ kind: "document", file_id: file.file_id });
  await leave();
  await world.ask(world.naomi, "POST", `/connections/${id}/erase`, { account_name: world.clio.firm.name });
  await expect.poll(() => world.query("select 1 from connection"), { timeout: 30_000, interval: 25 }).toEqual([]);
  for (const table of [
    "connection",
    "activity",
    "activity_file",
    "delivery",
    "delivery_event",
    "delivery_activity",
    "settle_window",
    "lane",
  ])
    expect(await world.query(`select 1 from ${table}`), table).toEqual([]);
  expect(await world.query("select file_id from file")).toEqual([{ file_id: unattached.file_id }]);
  await world.query("delete from file");
  const key = `firms/${world.firm_id}/${file.sha256}`;
  expect(await s3.keys()).toContain(key);
  const clock = { now: () => new Date(systemClock.now().getTime() + 2 * 86_400_000), sleep: systemClock.sleep };
  await sweepFiles({ ...world.program.portal.files, db: world.db, clock }, [world.firm_id]);
  expect(await s3.keys()).toEqual([]);
}, 120_000);
