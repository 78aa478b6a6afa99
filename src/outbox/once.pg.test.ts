/** B-WRB-5 as a property: whatever becomes of requests, answers and workers, there is never more than one record, and in the end exactly one. */
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDb } from "../db/testing.ts";
import { SOMEBODY, testFirm, TIMEOUT_MS, type Fate, type TestFirm } from "./test_outbox.ts";
import { writeTurn } from "./turn.ts";

let db: TestDb;
beforeAll(async () => {
  db = await testDatabase({ max: 15 });
});
afterAll(() => db.drop());

const LEASE_MS = TIMEOUT_MS + 31_000;

type Step =
  | { do: "log"; contact: number; fate: Fate }
  | { do: "edit"; which: number }
  | { do: "turn" }
  | { do: "pass"; ms: number }
  | { do: "wake" }
  | { do: "restore" }
  | { do: "finds_fail" };

const fates: Fate[] = ["ok", "lost", "answer_lost", "late_seen", "busy", "stalled_before", "stalled_after"];
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("log" as const), contact: fc.integer({ min: 1, max: 3 }), fate: fc.constantFrom(...fates) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("edit" as const), which: fc.nat() }) },
  { weight: 5, arbitrary: fc.constant<Step>({ do: "turn" }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(500, 5_000, 25_000, LEASE_MS, 95_000) }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: "wake" }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: "finds_fail" }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: "restore" }) },
);

/** A turn of one more worker; one that stalls is left behind, as a process that hangs. */
async function turn(firm: TestFirm, left_behind: Promise<unknown>[]): Promise<void> {
  const leave = new AbortController();
  const ends = writeTurn(firm.deps, firm.owner, leave.signal).catch(() => {});
  left_behind.push(ends);
  const before = firm.vendor.stalled();
  for (let tries = 0; tries < 400; tries += 1) {
    const done = await Promise.race([ends.then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 2))]);
    if (done) return;
    if (firm.vendor.stalled() > before || (tries > 5 && firm.vendor.stalled() > 0)) break;
  }
  leave.abort(new Error("hangs"));
}

function watch(firm: TestFirm): void {
  const marks = [...firm.vendor.records.values()].map(({ writing }) => writing.marker);
  expect(marks.length, "a record is there twice").toBe(new Set(marks).size);
}

async function play(firm: TestFirm, steps: Step[]): Promise<string[]> {
  const left_behind: Promise<unknown>[] = [];
  const logged: string[] = [];
  for (const one of steps) {
    if (one.do === "log") {
      firm.vendor.fates.push(one.fate);
      logged.push((await firm.log({ contact_id: String(one.contact) })).activity_id);
    } else if (one.do === "edit" && logged.length > 0) {
      const id = logged[one.which % logged.length]!;
      await firm.outbox.editActivity(firm.owner.firm_id, id, { body: `edit ${one.which}` }, SOMEBODY);
    } else if (one.do === "turn") await turn(firm, left_behind);
    else if (one.do === "pass") firm.clock.pass(one.ms);
    else if (one.do === "wake") firm.vendor.wake();
    else if (one.do === "finds_fail") firm.vendor.find_fails = 2;
    else if (one.do === "restore") await firm.outbox.restored(SOMEBODY.name);
    watch(firm);
  }
  // What was ordered still happens, at the very times at which the outbox looks; nobody hangs any more.
  firm.vendor.fates = firm.vendor.fates.filter((fate) => !fate.startsWith("stalled"));
  firm.vendor.find_fails = 0;
  await turn(firm, left_behind);
  await firm.settle(LEASE_MS);
  watch(firm);
  // Who hung wakes at the worst of moments: after everybody else is done.
  firm.clock.pass(LEASE_MS);
  await firm.settle();
  for (let round = 0; round < 20 && left_behind.length > 0; round += 1) {
    firm.vendor.wake();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await Promise.all(left_behind);
  await firm.settle();
  watch(firm);
  return logged;
}

const runs = 40;

test(`B-WRB-5: over ${runs} histories of lost requests, lost answers, lag, ended leases, zombies and restores: never twice, and once in the end`, async () => {
  const reached = { sent_again: 0, found: 0, late: 0, expired: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
      await sql`delete from firm`.execute(db.kysely);
      const firm = await testFirm(db);
      const logged = await play(firm, steps);
      const rows = await firm.outbox.listDeliveries(firm.owner.firm_id, {}, { after: null, limit: 100 });
      expect(rows).toHaveLength(logged.length);
      for (const row of rows) {
        const story = (await firm.outbox.readDelivery(firm.owner.firm_id, row.delivery_id))!;
        const told = story.events.map(({ event, to }) => `${event} ${to ?? ""}`).join(", ");
        expect([story.state, firm.vendor.count(story.marker)], told).toEqual(["delivered", 1]);
        // B-WRB-8: and it says what was said last.
        const kept = [...firm.vendor.records.values()].find(({ writing }) => writing.marker === story.marker);
        expect(kept?.writing.body.startsWith(story.activities[0]!.body), told).toBe(true);
        reached.sent_again += story.events.filter(({ event }) => event === "absent").length;
        reached.found += story.events.filter(({ event }) => event === "found").length;
        reached.late += story.events.filter(({ event }) => event === "late_answer").length;
        reached.expired += story.events.filter(({ event }) => event === "lease_ended").length;
      }
    }),
    { numRuns: runs, seed: 20261121 },
  );
  // A test that never met a fault would prove nothing.
  for (const [what, times] of Object.entries(reached)) expect(times, what).toBeGreaterThan(0);
}, 300_000);
