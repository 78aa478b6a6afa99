/** F9 and F10: deliveries that come too often, in any order, days late, or not at all. */
import { createRandom } from "../../sandbox/kit/random.ts";
import { systemFetch } from "../../src/lib/network.ts";
import { listConnectionRows } from "../../src/connections/store_lists.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { compareServed } from "../served.ts";
import { inHouse, type House } from "./house.ts";
import { Findings, type Story, type Told, type Tools } from "./story.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PROVIDERS = ["clio", "mycase"] as const;

const sumOf = (told: Told[]): Told => ({
  reached: told.reduce((sum, one) => sum + one.reached, 0),
  violations: told.flatMap((one) => one.violations),
});

export const duplicated: Story = {
  fault: "F9",
  what: "webhooks five times each, in any order, five days late",
  needed: 500,
  guard: "deliveries about one record within a moment are one read (F9)",
  async play({ db }, broken) {
    if (broken) return fiveTimes(db, "clio", true);
    const told: Told[] = [];
    for (const provider of PROVIDERS) told.push(await fiveTimes(db, provider, false));
    return sumOf(told);
  },
};

/** Every delivery leaves five times, in an order of its own; none is answered before it has really come. */
async function fiveTimes(db: Tools["db"], provider: (typeof PROVIDERS)[number], broken: boolean): Promise<Told> {
  const random = createRandom(9);
  let sent = 0;
  const deliver = async (request: Request): Promise<Response> => {
    if (request.headers.has("x-hook-secret")) return systemFetch(request);
    const copies = Array.from({ length: 5 }, () => request.clone());
    const answers = await Promise.all(
      copies.map(async (copy) => {
        await systemClock.sleep(random.int(40));
        sent += 1;
        return systemFetch(copy);
      }),
    );
    return answers[0]!;
  };
  return inHouse(db, provider, { deliver }, async (house) => {
    const { world } = house;
    const { vendor } = world;
    const found = new Findings();
    if (broken) await unfold(house);
    const contacts = vendor.contacts();
    const edits = async (label: string, times: number) => {
      for (let time = 0; time < times; time += 1) {
        for (const id of contacts.slice(0, 12)) vendor.editContact(id, `${label} ${time}`);
        for (const id of vendor.matters().slice(0, 4)) vendor.editMatter(id, `${label} ${time}`);
        await systemClock.sleep(30);
      }
    };
    vendor.sandbox.log.reset();
    await edits("at once", 3);
    const { id: removed } = vendor.remove("contact", contacts[20]!);
    await house.settle();
    found.must(
      readsById(house) <= (await windows(house)),
      `F9: ${readsById(house)} reads of single records, ${await windows(house)} windows`,
    );
    await found_at("at once", house, found, contacts.slice(0, 12), "at once 2");
    const [gone] = await house.query<{ presence: string }>(
      "select presence from record where connection_id = $1 and kind = 'contact' and provider_id = $2",
      world.owner.connection_id,
      String(removed),
    );
    found.must(gone?.presence === "suspected_gone", `I4: a contact that was deleted is ${gone?.presence}`);

    // Five days late: meanwhile polls have brought newer versions, and then the old news comes.
    const { knobs } = vendor.sandbox.webhooks;
    Object.assign(knobs, { delay_ms: 5 * DAY, reorder: 0.5 });
    await edits("late", 2);
    Object.assign(knobs, { delay_ms: 0, reorder: 0, loss: 1 });
    for (const id of contacts.slice(0, 12)) vendor.editContact(id, "the newest");
    knobs.loss = 0;
    await world.pass(2 * DAY);
    await world.sync();
    await found_at("before the late ones", house, found, contacts.slice(0, 12), "the newest");
    await world.pass(3 * DAY + MINUTE);
    await house.tendIfDue();
    await house.settle();
    await found_at("after the late ones", house, found, contacts.slice(0, 12), "the newest");
    await world.sync({ mode: "full" });
    await world.pass(25 * HOUR);
    await world.sync();
    found.add(await compareServed(world), provider);
    return { reached: sent, violations: found.violations };
  });
}

async function found_at(when: string, { query, world }: House, found: Findings, ids: readonly number[], title: string): Promise<void> {
  const { provider, owner } = world;
  const field = provider === "clio" ? "title" : "notes";
  const rows = await query<{ provider_id: string; text: string | null }>(
    `select provider_id, raw->>'${field}' as text from record where connection_id = $1 and kind = 'contact' and provider_id = any($2)`,
    owner.connection_id,
    ids.map(String),
  );
  const wrong = rows.filter((row) => !row.text?.includes(title));
  found.must(rows.length === ids.length && wrong.length === 0, `I1 ${when}: ${wrong.length} contacts are not as they were last edited`);
}

const readsById = ({ world }: House): number =>
  world.sandbox.log.entries().filter((entry) => /\{id\}/.test(entry.route) && !/webhooks/.test(entry.route)).length;

/** A read is owed for each record and quarter of a second in which something was told of it. */
async function windows({ query, world }: House): Promise<number> {
  const [row] = await query<{ n: number }>(
    `select count(distinct (kind, provider_id, floor(extract(epoch from received_at) * 4)))::int as n from webhook_inbox
     where connection_id = $1 and kind is not null`,
    world.owner.connection_id,
  );
  return row!.n;
}

/** Without folding, each delivery leads to a read of its own: what is read goes back on the list as often as it was told. */
async function unfold({ query, world }: House): Promise<void> {
  await query(`
    create or replace function unfold() returns trigger language plpgsql as $$
    begin
      if old.connection_id = '${world.owner.connection_id}' and old.deliveries > 1 then
        insert into webhook_hint (firm_id, connection_id, kind, provider_id, first_at, last_at, due_at, deliveries)
        values (old.firm_id, old.connection_id, old.kind, old.provider_id, old.first_at, old.last_at, old.due_at, old.deliveries - 1);
      end if;
      return null;
    end $$;
    create or replace trigger unfold after delete on webhook_hint for each row execute function unfold();`);
}

export const lost: Story = {
  fault: "F10",
  what: "all webhooks lost for a day; subscription expired, suspended, gone",
  needed: 100,
  guard: "the silence detector (F10)",
  async play({ db }, broken) {
    if (broken) return lostForADay(db, "clio", true);
    const told: Told[] = [];
    for (const provider of PROVIDERS) told.push(await lostForADay(db, provider, false));
    for (const lapse of ["expire", "suspend", "vanish"] as const) told.push(await lapsed(db, lapse));
    return sumOf(told);
  },
};

const POLL_MS = 6 * HOUR;

/** A day in steps of five minutes: people edit, polls come every six hours, subscriptions are looked after when it is time. */
async function lostForADay(db: Tools["db"], provider: (typeof PROVIDERS)[number], broken: boolean): Promise<Told> {
  return inHouse(db, provider, {}, async (house) => {
    const { world } = house;
    const { vendor } = world;
    const { knobs } = vendor.sandbox.webhooks;
    const found = new Findings();
    const people = vendor.contacts().slice(0, 6);
    const began = world.clock.now().getTime();
    knobs.loss = 1;
    if (broken) await deafen(house);
    let edits = 0;
    let silent_ms: number | null = null;
    for (let step = 1; step * 5 * MINUTE <= DAY; step += 1) {
      if (step % 6 === 0) {
        for (const id of people) vendor.editContact(id, `Step ${step}`);
        edits += people.length;
      }
      await world.pass(5 * MINUTE);
      if ((step * 5 * MINUTE) % POLL_MS === 0) await world.sync();
      await house.tendIfDue();
      silent_ms ??= (await trouble(house)) === "silent" ? world.clock.now().getTime() - began : null;
    }
    found.must(
      silent_ms !== null && silent_ms <= POLL_MS + 10 * MINUTE,
      `I12: ${silent_ms === null ? "nobody noticed the silence" : `the silence was noticed after ${Math.round(silent_ms / MINUTE)} minutes`}`,
    );
    await compareAfterPoll(house, found, provider);
    knobs.loss = 0;
    await house.tendIfDue();
    vendor.editContact(people[0]!, "It speaks");
    await house.settle();
    found.must((await trouble(house)) === null, "I12: it speaks again and is still called silent");
    return { reached: edits, violations: found.violations };
  });
}

/** Takes the detector's finding back the moment that it is written. */
async function deafen({ query, world }: House): Promise<void> {
  await query(`
    create or replace function deafen() returns trigger language plpgsql as $$
    begin
      if new.connection_id = '${world.owner.connection_id}' then new.silent_since := null; end if;
      return new;
    end $$;
    create or replace trigger deafen before update on webhook_subscription for each row execute function deafen();`);
}

async function trouble({ world }: House): Promise<string | null> {
  const [row] = await listConnectionRows(world.db.kysely, world.owner.firm_id);
  return row?.webhooks_trouble ?? null;
}

/** Nothing is lost: one poll later the mirror is as the provider is. */
async function compareAfterPoll({ world }: House, found: Findings, when: string): Promise<void> {
  await world.pass(MINUTE);
  await world.sync();
  found.add(await compareServed(world), when);
}

async function lapsed(db: Tools["db"], lapse: "expire" | "suspend" | "vanish"): Promise<Told> {
  return inHouse(db, "clio", {}, async (house) => {
    const { world } = house;
    const found = new Findings();
    const { tables } = world.sandbox as Extract<typeof world.sandbox, { provider: "clio" }>;
    const gaps = house.gaps();
    if (lapse === "expire") await world.pass(32 * DAY);
    for (const hook of tables.webhooks.scan()) {
      if (lapse === "suspend") tables.webhooks.update(hook.id, { status: "suspended" });
      if (lapse === "vanish") tables.webhooks.remove(hook.id);
    }
    const lapsed_at = world.clock.now().getTime();
    for (const id of world.vendor.contacts().slice(0, 10)) world.vendor.editContact(id, `While nobody told: ${lapse}`);
    const enabled = () =>
      [...tables.webhooks.scan()].filter((hook) => hook.status === "enabled" && hook.expires_at > world.clock.now().toISOString());
    for (let step = 0; step < 20 && (house.gaps() === gaps || enabled().length < 2); step += 1) {
      await world.pass(5 * MINUTE);
      await house.tendIfDue();
    }
    const took = Math.round((world.clock.now().getTime() - lapsed_at) / MINUTE);
    found.must(took <= 75, `I12: a subscription that was lost (${lapse}) was made anew after ${took} minutes`);
    found.must(house.gaps() > gaps, `I2: nobody asked for a sync to close the gap (${lapse})`);
    await compareAfterPoll(house, found, lapse);
    return { reached: 1, violations: found.violations };
  });
}
