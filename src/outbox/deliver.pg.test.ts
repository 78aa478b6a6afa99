import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { newId } from "../lib/ids.ts";
import { janitor } from "./janitor.ts";
import { LAG_MS, SETTLE_MS, SOMEBODY as by, TIMEOUT_MS, testFirm, type TestFirm } from "./test_outbox.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase({ max: 10 });
});
afterAll(() => db.drop());

const HOUR = 3_600_000;
const make = (options: Parameters<typeof testFirm>[1] = {}) => testFirm(db, options);
const only = async (firm: TestFirm) => {
  const [row, ...others] = await firm.outbox.listDeliveries(firm.owner.firm_id, {}, { after: null, limit: 10 });
  expect(others).toEqual([]);
  return row!;
};
const records = (firm: TestFirm) => [...firm.vendor.records.values()];
/** Looks often, as what it waits for takes milliseconds. */
async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(async () => check(), { interval: 5 }).toBe(true);
}

describe("B-WRB-5: once", () => {
  it("a note is there once, with a link, and its story says how", async () => {
    const firm = await make();
    await firm.log();
    await firm.turn();
    const row = await only(firm);
    expect(row).toMatchObject({ state: "delivered", provider_id: "1", url: "https://vendor.example/1", attempt: 1 });
    const story = await firm.outbox.readDelivery(firm.owner.firm_id, row.delivery_id);
    expect(story?.events.map(({ event, to }) => [event, to])).toEqual([
      ["made", "queued"],
      ["claimed", "sending"],
      ["applied", "delivered"],
    ]);
    expect(records(firm).map(({ writing }) => writing.body)).toEqual([`She will sign.\n\nRef. ${story?.marker}`]);
  });

  it("the intent is committed before the request leaves", async () => {
    const firm = await make();
    firm.vendor.fates = ["stalled_before"];
    await firm.log();
    const turn = firm.turn();
    await until(() => firm.vendor.stalled() === 1);
    expect(await only(firm)).toMatchObject({ state: "sending", attempt: 1 });
    expect(firm.vendor.creates).toEqual([]);
    firm.vendor.wake();
    await turn;
    expect(await only(firm)).toMatchObject({ state: "delivered" });
  });

  it("a lost answer is looked up, not sent again, also where it shows late", async () => {
    for (const fate of ["answer_lost", "late_seen"] as const) {
      const firm = await make();
      firm.vendor.fates = [fate];
      await firm.log();
      await firm.turn();
      expect(await only(firm)).toMatchObject({ state: "unknown", reason: { code: "looking" } });
      await firm.settle();
      expect([(await only(firm)).state, firm.vendor.creates.length, firm.vendor.records.size]).toEqual(["delivered", 1, 1]);
    }
  });

  it("a lost request is sent again only once absence is proved: two looks after the window, with the same mark", async () => {
    const firm = await make();
    firm.vendor.fates = ["lost"];
    await firm.log();
    await firm.settle();
    expect(await only(firm)).toMatchObject({ state: "delivered", attempt: 2 });
    const [first, second] = firm.vendor.creates;
    expect(second?.marker).toBe(first?.marker);
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(1.5 * SETTLE_MS);
    expect(firm.vendor.records.size).toBe(1);
  });

  it("a worker that stalls before its request and wakes after its lease sends nothing", async () => {
    const firm = await make();
    firm.vendor.fates = ["stalled_before"];
    await firm.log();
    const zombie = firm.turn();
    await until(() => firm.vendor.stalled() === 1);
    firm.clock.pass(TIMEOUT_MS + 31_000);
    await firm.turn();
    expect(await only(firm)).toMatchObject({ state: "unknown" });
    await firm.settle();
    expect(await only(firm)).toMatchObject({ state: "delivered" });
    firm.vendor.wake();
    await zombie;
    expect([firm.vendor.creates.length, firm.vendor.records.size]).toEqual([1, 1]);
  });

  it("a worker that wakes while another sends the same decides nothing: the fence says that it lost it", async () => {
    const firm = await make();
    firm.vendor.fates = ["stalled_before", "stalled_after"];
    await firm.log();
    const zombie = firm.turn();
    await until(() => firm.vendor.stalled() === 1);
    firm.clock.pass(TIMEOUT_MS + 31_000);
    await firm.turn();
    firm.clock.pass(2 * SETTLE_MS);
    await firm.turn();
    firm.clock.pass(SETTLE_MS);
    const other = firm.turn();
    await until(() => firm.vendor.stalled() === 2);
    const { state, attempt } = await only(firm);
    expect([state, attempt]).toEqual(["sending", 2]);
    firm.vendor.wake(1);
    await until(async () => {
      const story = await firm.outbox.readDelivery(firm.owner.firm_id, (await only(firm)).delivery_id);
      return story!.events.some(({ event }) => event === "late_answer");
    });
    expect((await only(firm)).state).toBe("sending");
    firm.vendor.wake();
    await Promise.all([zombie, other]);
    await firm.settle();
    expect([(await only(firm)).state, firm.vendor.creates.length, firm.vendor.records.size]).toEqual(["delivered", 1, 1]);
  });

  it("an answer that comes after the lease changes no state by itself, but what it proves is kept", async () => {
    const firm = await make();
    firm.vendor.fates = ["stalled_after"];
    firm.vendor.find_fails = 1000;
    await firm.log();
    const zombie = firm.turn();
    await until(() => firm.vendor.stalled() === 1);
    firm.clock.pass(TIMEOUT_MS + 31_000);
    await firm.turn();
    expect(await only(firm)).toMatchObject({ state: "unknown" });
    firm.vendor.wake();
    await zombie;
    expect(await only(firm)).toMatchObject({ state: "delivered", provider_id: "1" });
    const story = await firm.outbox.readDelivery(firm.owner.firm_id, (await only(firm)).delivery_id);
    expect(story?.events.map(({ event }) => event)).toContain("late_answer");
    await firm.settle();
    expect(firm.vendor.creates).toHaveLength(1);
  });

  it("what nothing can show needs a person at once; confirmed it is delivered, retried it is sent once more", async () => {
    for (const decision of ["confirm", "retry"] as const) {
      const firm = await make({ unfindable: ["note"] });
      firm.vendor.fates = [decision === "confirm" ? "answer_lost" : "lost"];
      await firm.log();
      await firm.settle();
      const { delivery_id, state, reason } = await only(firm);
      expect([state, reason?.code]).toEqual(["needs_review", "cannot_look"]);
      if (decision === "confirm") await firm.outbox.confirm(firm.owner.firm_id, delivery_id, "1", by);
      else await firm.outbox.retry(firm.owner.firm_id, [delivery_id], by);
      await firm.settle();
      expect([(await only(firm)).state, firm.vendor.records.size]).toEqual(["delivered", 1]);
    }
  });

  it("F7: what was taken (202) is delivered once a look shows it; never shown, it is made again, and at last needs a person", async () => {
    const firm = await make({ provider: "mycase" });
    firm.vendor.fates = ["accepted"];
    await firm.log({ kind: "call", direction: "in" });
    await firm.turn();
    expect(await only(firm)).toMatchObject({ state: "unknown", reason: { code: "confirming" } });
    await firm.settle();
    expect(await only(firm)).toMatchObject({ state: "delivered", provider_id: "1" });

    const refused = await make({ provider: "mycase" });
    refused.vendor.fates = Array.from({ length: 20 }, () => "silently_refused" as const);
    await refused.log({ kind: "call", direction: "in" });
    await refused.settle();
    expect(await only(refused)).toMatchObject({ state: "needs_review", reason: { code: "not_confirmed" } });
    expect(refused.vendor.creates.length).toBeLessThan(6);
  });

  it("at most one is under way to a parent, in the order of what happened; others go side by side", async () => {
    const firm = await make();
    // Which of them leaves first is nobody's promise: both stall.
    firm.vendor.fates = ["stalled_after", "stalled_after"];
    const first = firm.clock.now().toISOString();
    firm.clock.pass(1000);
    const later = await firm.log({ subject: "second" });
    const earlier = await firm.log({ subject: "first", occurred_at: first });
    const elsewhere = await firm.log({ contact_id: "2", subject: "elsewhere" });
    const turn = firm.turn();
    await until(() => firm.vendor.stalled() === 2);
    const states = async () =>
      Promise.all([earlier, elsewhere, later].map(async ({ activity_id }) => (await firm.state(activity_id))[0]?.state));
    expect(await states()).toEqual(["sending", "sending", "queued"]);
    firm.vendor.wake();
    await turn;
    expect(await states()).toEqual(["delivered", "delivered", "delivered"]);
    expect(
      records(firm)
        .map(({ writing }) => writing.subject)
        .filter((subject) => subject !== "elsewhere"),
    ).toEqual(["first", "second"]);
  });

  it("a second look later removes the twin of what was sent twice, and tells", async () => {
    const firm = await make();
    firm.vendor.fates = ["lost"];
    await firm.log();
    await firm.settle();
    const [kept] = records(firm);
    // What no window covers: the first request was stuck on its way.
    firm.vendor.records.set("99", { ...kept!, provider_id: "99", at: kept!.at + 1 });
    firm.clock.pass(HOUR);
    await janitor(firm.deps);
    expect([...firm.vendor.records.keys()]).toEqual([kept!.provider_id]);
    const story = await firm.outbox.readDelivery(firm.owner.firm_id, (await only(firm)).delivery_id);
    expect(story?.events.map(({ event }) => event)).toContain("twin_removed");
    for (const hours of [22, 2, 24]) {
      firm.clock.pass(hours * HOUR);
      await janitor(firm.deps);
    }
    const later = await firm.outbox.readDelivery(firm.owner.firm_id, (await only(firm)).delivery_id);
    expect(later?.events.filter(({ event }) => event === "looked_again_later")).toHaveLength(2);
  });

  it("the same source's activity is logged once", async () => {
    const firm = await make();
    const [one, two] = await Promise.all([firm.log({ source_key: "k" }), firm.log({ source_key: "k" })]);
    expect(one.activity_id).toBe(two.activity_id);
    await firm.settle();
    expect(firm.vendor.records.size).toBe(1);
  });
});

describe("B-WRB-6: states, retries, cancel", () => {
  it("a lasting refusal fails with the provider's words, and can be retried or cancelled", async () => {
    const firm = await make();
    firm.vendor.fates = ["refused"];
    await firm.log();
    await firm.settle();
    const row = await only(firm);
    expect(row).toMatchObject({
      state: "failed",
      reason: { code: "refused", words: expect.stringContaining("Matter is closed") as string },
    });
    await firm.outbox.retry(firm.owner.firm_id, { states: ["failed"] }, by);
    await firm.settle();
    expect((await only(firm)).state).toBe("delivered");
  });

  it("waits as told and tries again; after three days of it, it fails", async () => {
    const firm = await make();
    firm.vendor.fates = ["busy"];
    await firm.log();
    await firm.turn();
    expect(await only(firm)).toMatchObject({ state: "queued", next_at: new Date(firm.clock.now().getTime() + 5000).toISOString() });
    firm.vendor.fates = Array.from({ length: 100_000 }, () => "busy" as const);
    for (let day = 0; day < 4; day += 1) {
      firm.clock.pass(24 * HOUR);
      await firm.turn();
    }
    expect(await only(firm)).toMatchObject({ state: "failed", reason: { code: "gave_up" } });
    expect(firm.vendor.records.size).toBe(0);
  });

  it("a look-up that keeps failing for three days needs review; nothing is sent again", async () => {
    const firm = await make();
    firm.vendor.fates = ["lost"];
    firm.vendor.find_fails = 1_000_000;
    await firm.log();
    await firm.settle(4 * 24 * HOUR);
    expect(await only(firm)).toMatchObject({ state: "needs_review", reason: { code: "look_failed" } });
    expect(firm.vendor.creates).toHaveLength(1);
    firm.vendor.find_fails = 0;
    await firm.outbox.retry(firm.owner.firm_id, [(await only(firm)).delivery_id], by);
    expect((await only(firm)).state).toBe("unknown");
    await firm.settle();
    expect([(await only(firm)).state, firm.vendor.records.size]).toEqual(["delivered", 1]);
  });

  it("what may be at the provider cannot be cancelled; what waits can", async () => {
    const firm = await make();
    firm.vendor.fates = ["lost"];
    const sent = await firm.log();
    await firm.turn();
    const waits = await firm.log({ kind: "message", direction: "out" });
    const result = await firm.outbox.cancel(firm.owner.firm_id, { states: ["unknown", "queued"] }, by);
    expect(result.done).toHaveLength(1);
    expect(result.refused).toMatchObject([{ state: "unknown" }]);
    expect([(await firm.state(sent.activity_id))[0]?.state, (await firm.state(waits.activity_id))[0]?.state]).toEqual([
      "unknown",
      "cancelled",
    ]);
  });

  it("tells every change of state as an event", async () => {
    const firm = await make();
    await firm.log();
    await firm.turn();
    const { rows } = await sql<{ state: string }>`
      select data->>'state' as state from event where firm_id = ${firm.owner.firm_id} and type = 'delivery.changed' order by seq`.execute(
      db.kysely,
    );
    expect(rows.map(({ state }) => state)).toEqual(["queued", "sending", "delivered"]);
  });
});

describe("B-WRB-3, B-WRB-10: one way at a time", () => {
  it("is held without a connection of the author's, and goes out once an admin allows it, on behalf of them", async () => {
    const firm = await make();
    await firm.log({ author_member_id: firm.ben });
    await firm.settle();
    expect(await only(firm)).toMatchObject({ state: "held", reason: { code: "author_not_connected" }, way: null });
    await firm.change((settings) => ({ ...settings, writeback: { ...settings.writeback, on_behalf: true } }));
    await firm.settle();
    expect(await only(firm)).toMatchObject({ state: "delivered", way: { connection_id: firm.owner.connection_id, on_behalf: true } });
    expect(records(firm)[0]?.writing.body).toMatch(/^on behalf of Ben Ode\n/);
  });

  it("goes out with the author's own connection once there is one", async () => {
    const firm = await make();
    await firm.log({ author_member_id: firm.ben });
    await firm.settle();
    const connection_id = newId();
    await sql`insert into connection (firm_id, connection_id, provider, region, purpose, account_id, account_name, user_id, user_name, user_email)
      values (${firm.owner.firm_id}, ${connection_id}, 'clio', 'ben', 'writeback', '1', 'Marlow & Finch', '2', 'Ben Ode', 'ben@firm.example')`.execute(
      db.kysely,
    );
    await firm.settle();
    expect(await only(firm)).toMatchObject({ state: "delivered", way: { connection_id, on_behalf: false } });
    expect(records(firm)[0]).toMatchObject({ by: "ben", writing: { staff_id: "2" } });
  });

  it("messages leave within their five minutes, one record each", async () => {
    const firm = await make();
    await firm.log({ kind: "message", direction: "in", body: "one" });
    await firm.log({ kind: "message", direction: "in", body: "two" });
    await firm.turn();
    expect(firm.vendor.records.size).toBe(0);
    firm.clock.pass(5 * 60_000 - 1000);
    await firm.turn();
    expect(firm.vendor.records.size).toBe(2);
  });
});

describe("B-WRB-8: editing", () => {
  it("before delivery replaces, after it updates; an update whose answer is lost is repeated", async () => {
    const firm = await make();
    const { activity_id } = await firm.log();
    await firm.outbox.editActivity(firm.owner.firm_id, activity_id, { body: "She has signed." }, by);
    await firm.settle();
    expect(records(firm)[0]?.writing.body).toMatch(/^She has signed/);
    firm.vendor.update_fails = 1;
    await firm.outbox.editActivity(firm.owner.firm_id, activity_id, { body: "She signed today." }, by);
    await firm.settle();
    expect(records(firm).map(({ writing }) => writing.body.split("\n")[0])).toEqual(["She signed today."]);
    expect([(await only(firm)).state, firm.vendor.updates, firm.vendor.creates.length]).toEqual(["delivered", 2, 1]);
  });

  it("what is under way gets the new words once it is settled", async () => {
    for (const fate of ["stalled_after", "late_seen", "lost"] as const) {
      const firm = await make();
      firm.vendor.fates = [fate];
      const { activity_id } = await firm.log();
      const turn = firm.turn();
      await until(async () => firm.vendor.stalled() === 1 || (await only(firm)).state === "unknown");
      await firm.outbox.editActivity(firm.owner.firm_id, activity_id, { body: "Newer" }, by);
      firm.vendor.wake();
      await turn;
      await firm.settle();
      expect([(await only(firm)).state, records(firm).map(({ writing }) => writing.body.split("\n")[0])], fate).toEqual([
        "delivered",
        ["Newer"],
      ]);
    }
  });

  it("is refused where the provider's record cannot be changed", async () => {
    const firm = await make({ provider: "mycase" });
    const { activity_id } = await firm.log({ kind: "text", direction: "out", address: "+1", matter_id: "900" });
    await firm.settle();
    await expect(firm.outbox.editActivity(firm.owner.firm_id, activity_id, { body: "x" }, by)).rejects.toMatchObject({
      code: "not_editable",
    });
  });
});

describe("B-WRB-1: text conversations", () => {
  it("a day is one record with the full transcript; a late text amends it", async () => {
    const firm = await make();
    const at = (time: string) => `2026-11-21T${time}:00Z`;
    const text = (body: string, time: string) => firm.log({ kind: "text", direction: "out", address: "+1", body, occurred_at: at(time) });
    await Promise.all([text("one", "15:00"), text("two", "15:01")]);
    await firm.settle();
    await text("between", "15:00");
    await text("tomorrow", "23:00").then(() => text("next day", "15:00".replace("15", "23")));
    await firm.settle();
    const [record, ...others] = records(firm);
    expect(others).toEqual([]);
    expect(record?.writing.body.split("\n").map((line) => line.replace(/^.*: /, ""))).toEqual([
      "one",
      "between",
      "two",
      "tomorrow",
      "next day",
    ]);
  });

  it("on MyCase it is a thread among staff, each text a message, the later ones once the thread is there", async () => {
    const firm = await make({ provider: "mycase" });
    const text = (body: string) => firm.log({ kind: "text", direction: "in", address: "+1", body, matter_id: "900" });
    await text("one");
    const second = await text("two");
    expect(await firm.state(second.activity_id)).toEqual([{ state: "held", reason: "waits_for_thread" }]);
    await firm.settle();
    await text("three");
    await firm.settle();
    expect(records(firm).map(({ writing }) => [writing.operation, writing.parent.kind, writing.to])).toEqual([
      ["thread", "matter", [{ kind: "staff", id: "77" }]],
      ["message", "thread", [{ kind: "staff", id: "77" }]],
      ["message", "thread", [{ kind: "staff", id: "77" }]],
    ]);
  });

  it("where the thread is cancelled, the next text makes it", async () => {
    const firm = await make({ provider: "mycase" });
    const first = await firm.log({ kind: "text", direction: "in", address: "+1", body: "one" });
    await firm.log({ kind: "text", direction: "in", address: "+1", body: "two" });
    await firm.log({ kind: "text", direction: "in", address: "+1", body: "three" });
    await firm.outbox.cancel(firm.owner.firm_id, [first.deliveries[0]!.delivery_id], by);
    await firm.settle();
    expect(records(firm).map(({ writing }) => [writing.operation, writing.body.split("\n")[0]])).toEqual([
      ["thread", "Jane Doe 1: two"],
      ["message", "Jane Doe 1: three"],
    ]);
  });
});

describe("B-WRB-4: needs filing", () => {
  it("lists what has open matters and none chosen, and hangs it on the chosen one, once", async () => {
    const firm = await make();
    const { activity_id } = await firm.log({ kind: "text", direction: "out", contact_id: "4", address: "+1" });
    await firm.settle();
    const [listed] = await firm.outbox.listNeedsFiling(firm.owner.firm_id, null, { after: null, limit: 10 });
    expect(listed).toMatchObject({ activity_id, contact_name: "Jane Doe 4", suggestions: [{ matter_id: "900" }] });
    expect((await firm.outbox.file(firm.owner.firm_id, activity_id, "900", by)).outcome).toBe("moved");
    await firm.settle();
    expect(records(firm).map(({ writing }) => [writing.operation, writing.matter_id])).toEqual([["communication", "900"]]);
    expect(await firm.outbox.listNeedsFiling(firm.owner.firm_id, null, { after: null, limit: 10 })).toEqual([]);
  });

  it("a MyCase document without a matter waits, and goes there once it is filed", async () => {
    const firm = await make({ provider: "mycase" });
    const file_id = newId();
    await sql`insert into file (firm_id, file_id, name, media_type, size, sha256, created_at) values (${firm.owner.firm_id}, ${file_id}, 'will.pdf', 'application/pdf', 1, 'x', now())`.execute(
      db.kysely,
    );
    const { activity_id } = await firm.log({ kind: "document", direction: "out", subject: "", file_ids: [file_id] });
    await firm.settle();
    expect(await firm.state(activity_id)).toEqual([{ state: "held", reason: "needs_filing" }]);
    expect((await firm.outbox.file(firm.owner.firm_id, activity_id, "900", by)).outcome).toBe("filed");
    await firm.settle();
    expect(records(firm).map(({ writing }) => [writing.operation, writing.parent, writing.subject])).toEqual([
      ["document", { kind: "matter", id: "900" }, "will.pdf"],
    ]);
  });
});

describe("holding", () => {
  it("B-CTC-3: waits while the contact is missing or fell back, and goes out when it is back", async () => {
    for (const [state, reason] of [
      ["suspected_gone", "contact_gone"],
      ["tombstone", "contact_gone"],
      ["skipped", "contact_fell_back"],
    ] as const) {
      const firm = await make();
      const { activity_id } = await firm.log();
      await firm.setContact("1", state);
      await firm.settle();
      expect(await firm.state(activity_id)).toEqual([{ state: "held", reason }]);
      await firm.setContact("1", "in");
      await firm.settle();
      expect([await firm.state(activity_id), firm.vendor.records.size]).toEqual([[{ state: "delivered", reason: null }], 1]);
    }
  });

  it("B-SEG-2: is cancelled when the contact leaves the segment, also while held; coming back fires nothing anew", async () => {
    const firm = await make();
    const mine = await firm.log();
    const bens = await firm.log({ author_member_id: firm.ben });
    await firm.setContact("1", "out_of_segment");
    await firm.settle();
    await firm.setContact("1", "in");
    await firm.settle();
    for (const { activity_id } of [mine, bens])
      expect(await firm.state(activity_id)).toEqual([{ state: "cancelled", reason: "out_of_segment" }]);
    expect(firm.vendor.creates).toEqual([]);
  });
});

describe("F31: after an old backup was put back", () => {
  it("nothing is sent before it has been looked up: what was sent since is found, what was not is sent, what cannot be seen needs review", async () => {
    const firm = await make({ provider: "mycase" });
    const sent = await firm.log();
    const unsent = await firm.log({ contact_id: "2" });
    const thread = await firm.log({ kind: "text", direction: "in", address: "+1", contact_id: "3" });
    const before = await db.pool.query("select * from delivery where firm_id = $1", [firm.owner.firm_id]);
    const marker = (before.rows as { delivery_id: string; marker: string }[]).find(
      (row) => row.delivery_id === sent.deliveries[0]?.delivery_id,
    )!.marker;
    // The future that the backup does not know: the first one went out.
    firm.vendor.records.set("1", { provider_id: "1", writing: { marker } as never, at: 0, seen_from: 0, by: "sync" });
    expect((await firm.outbox.restored(by.name)).looked_up).toBeGreaterThanOrEqual(3);
    await firm.turn();
    expect(firm.vendor.creates).toEqual([]);
    await firm.settle();
    const states = await Promise.all([sent, unsent, thread].map(async ({ activity_id }) => (await firm.state(activity_id))[0]?.state));
    expect(states).toEqual(["delivered", "delivered", "needs_review"]);
    expect(firm.vendor.creates).toHaveLength(1);
  });
});

describe("the settle window", () => {
  it("is learned from look-ups and shown", async () => {
    const firm = await make();
    firm.vendor.fates = ["late_seen"];
    await firm.log();
    await firm.settle();
    const windows = await firm.outbox.settleWindows(firm.owner.firm_id);
    const note = windows.find(({ promise }) => promise.operation === "note");
    expect(note).toMatchObject({ learned_from: 1 });
    expect(note?.longest_ms).toBeGreaterThanOrEqual(LAG_MS);
    expect(note?.window_ms).toBeGreaterThanOrEqual(SETTLE_MS);
  });
});
