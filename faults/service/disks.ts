/** F23: the disk is full, or slow. What was answered with 200 is there; what cannot be kept is refused with 503. */
import { createHmac, randomBytes } from "node:crypto";
import { connect, type Db } from "../../src/db/pool.ts";
import { systemFetch } from "../../src/lib/network.ts";
import { compareServed } from "../served.ts";
import { watchRun } from "../watch.ts";
import { createHouse, type House } from "./house.ts";
import { comesAbout } from "./process.ts";
import { canMount, ownServer, type OwnServer } from "./server.ts";
import { Findings, type Story } from "./story.ts";

const HOUR = 3_600_000;
const DISK_MB = 220;

export const disks: Story = {
  fault: "F23",
  what: "disk full, commits that take a second",
  needed: 20,
  async play() {
    const found = new Findings();
    if (!canMount())
      return { reached: 0, violations: ["F23: no disk of its own can be mounted here (needs root): the full disk was not tried"] };
    const server = await ownServer({ disk_mb: DISK_MB });
    const db = await connect(server.url, { max: 6 }, "server");
    let house: House | null = null;
    try {
      house = await createHouse(db, "clio");
      await house.world.sync();
      await house.tend();
      await house.settle();
      const refused = (await slowCommits(house, found)) + (await fullDisk(house, server, found));
      return { reached: refused, violations: found.violations };
    } finally {
      await house?.close();
      await db.close();
      await server.drop();
    }
  },
};

interface Sent {
  /** Of the body. */
  text: string;
  status: number;
}

/** A true delivery, larger than most: what it says leads to no read. */
async function deliver({ world }: House, bytes: number): Promise<Sent> {
  const { tables } = world.sandbox as Extract<typeof world.sandbox, { provider: "clio" }>;
  const hook = [...tables.webhooks.scan()][0]!;
  const text = JSON.stringify({ filler: randomBytes(bytes).toString("base64") });
  const signature = createHmac("sha256", hook.shared_secret).update(text).digest("hex");
  const headers = { "content-type": "application/json", "x-hook-signature": signature };
  const answer = await systemFetch(new Request(hook.url, { method: "POST", body: text, headers }));
  return { text, status: answer.status };
}

/** Nothing is acknowledged that is not there. */
async function unsaved({ query }: House, sent: readonly Sent[]): Promise<number> {
  let missing = 0;
  for (const { text } of sent.filter(({ status }) => status === 200))
    missing += (await query("select 1 from webhook_inbox where body = $1", Buffer.from(text))).length === 0 ? 1 : 0;
  return missing;
}

async function fullDisk(house: House, server: OwnServer, found: Findings): Promise<number> {
  const { world } = house;
  server.fill();
  const sent: Sent[] = [];
  for (let n = 0; n < 400 && sent.filter(({ status }) => status === 503).length < 20; n += 1) sent.push(await deliver(house, 100_000));
  const refused = sent.filter(({ status }) => status === 503).length;
  found.must(refused >= 20, `F23: with a full disk only ${refused} of ${sent.length} deliveries were refused`);
  found.must(
    sent.every(({ status }) => status === 200 || status === 503),
    `F23: answered with ${[...new Set(sent.map(({ status }) => status))].join(", ")}`,
  );
  for (const id of world.vendor.contacts().slice(0, 20)) world.vendor.editContact(id, `On a full disk ${"x".repeat(2000)}`);
  // What a run throws when it cannot even say that it failed is for the lane, which tries again.
  await world.sync({ mode: "full" }).catch(() => null);
  server.free();
  await server.restart();
  found.must(await comesAbout(() => isBack(world.db), 30_000), "F23: the database did not come back");
  const missing = await unsaved(house, sent);
  found.must(missing === 0, `F23: ${missing} deliveries were acknowledged and are not there`);
  found.must((await deliver(house, 100)).status === 200, "F23: with room again deliveries are still refused");
  await world.pass(HOUR); // what was under way is taken over; the provider delivers again what was refused
  await house.settle();
  const { run, end } = await world.sync({ mode: "full" });
  found.must(end === "succeeded", `F23: the run after the disk was full ended ${end}`);
  found.add(await watchRun(world, run.run_id), "after a full disk");
  await world.pass(25 * HOUR);
  await world.sync();
  found.add(await compareServed(world), "after a full disk");
  return refused;
}

async function isBack({ pool }: Db): Promise<boolean> {
  await pool.query("select 1");
  return true;
}

/** A disk that takes a second for each commit: many deliveries share one, and none is answered before it. */
async function slowCommits(house: House, found: Findings): Promise<number> {
  await house.query(`
    create function slow_commit() returns trigger language plpgsql as $$ begin
      if current_setting('stories.slow', true) is distinct from txid_current()::text then
        perform set_config('stories.slow', txid_current()::text, true), pg_sleep(1);
      end if;
      return null;
    end $$;
    create constraint trigger slow_commit after insert on webhook_inbox deferrable initially deferred for each row execute function slow_commit();`);
  const began = performance.now();
  const timed = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const sent = await deliver(house, 1000);
      return { ...sent, ms: performance.now() - began };
    }),
  );
  const took = performance.now() - began;
  await house.query("drop trigger slow_commit on webhook_inbox");
  found.must(
    timed.every(({ status }) => status === 200 || status === 503),
    "F23: a delivery was neither taken nor refused while the disk was slow",
  );
  found.must(Math.min(...timed.map(({ ms }) => ms)) >= 950, "F23: a delivery was acknowledged before its commit");
  found.must(took < 8_000, `F23: a hundred deliveries took ${Math.round(took)} ms with commits of a second`);
  const missing = await unsaved(house, timed);
  found.must(missing === 0, `F23: ${missing} deliveries were acknowledged and are not there while the disk was slow`);
  return 0;
}
