/** B-WRB-7, end to end: what we write comes back as a change of its matter, and moves no owner. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, type World } from "../../faults/world.ts";
import { testDatabase, type TestDb } from "../db/testing.ts";
import type { OutboxDeps } from "./deps.ts";
import { createOutbox } from "./outbox.ts";
import { SOMEBODY } from "./test_outbox.ts";
import { writeTurn } from "./turn.ts";

const HOUR = 3_600_000;
let db: TestDb;
beforeAll(async () => {
  db = await testDatabase({ max: 10 });
});
afterAll(() => db.drop());

async function rows<Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> {
  return (await db.pool.query<Row>(text, values)).rows;
}

const outboxOf = (w: World): OutboxDeps => ({
  db,
  providers: w.deps.connectors,
  // The wire of the fault runs knows reads only.
  session: async (...asked) => ({ ...(await w.deps.session(...asked)), fetch: async (request) => w.sandbox.fetch(request) }),
  clock: w.clock,
  log: w.deps.log,
  random: () => 0.5,
  open_file: () => {
    throw new Error("no files here");
  },
  ready: () => Promise.resolve(),
});

/** A contact whose owner an attorney decides, and an older matter of theirs. */
async function twoMatters(w: World): Promise<{ contact_id: string; decides: string; older: string }> {
  const found = await rows<{ contact_id: string; decides: string; older: string }>(
    `select c.provider_id as contact_id, c.view->'owner'->>'matter_id' as decides, p.matter_id as older
     from contact c join participation p on p.firm_id = c.firm_id and p.connection_id = c.connection_id and p.person_id = c.provider_id
     join participation q on q.firm_id = p.firm_id and q.connection_id = p.connection_id and q.person_id = p.person_id
       and q.matter_id = c.view->'owner'->>'matter_id' and q.capacity = p.capacity
     where c.connection_id = $1 and c.state = 'in' and p.matter_id <> c.view->'owner'->>'matter_id' order by 1, 3 limit 1`,
    w.owner.connection_id,
  );
  return found[0]!;
}

const recordOf = async (w: World, id: string) =>
  (
    await rows<{ updated_at: string; decisive_at: string }>(
      "select updated_at, decisive_at from record where connection_id = $1 and kind = 'matter' and provider_id = $2",
      w.owner.connection_id,
      id,
    )
  )[0]!;

describe.each(["clio", "mycase"] as const)("B-WRB-7, B-OWN-2: our own writes to %s", (provider) => {
  it("move the matter's update time there, and neither its deciding time nor anybody's owner here; somebody else's change does", async () => {
    const w = await createWorld(db, { provider, page_size: 50, switches: { note_bumps_parent: true } });
    await w.sync();
    await w.pass(HOUR);
    const deps = outboxOf(w);
    const outbox = createOutbox(deps);
    const { contact_id, decides, older } = await twoMatters(w);
    const before = await recordOf(w, older);
    const [member] = await rows<{ member_id: string }>("select member_id from member where firm_id = $1", w.owner.firm_id);
    const activity = await outbox.logActivity(
      w.owner.firm_id,
      {
        connection_id: w.owner.connection_id,
        contact_id,
        matter_id: older,
        kind: "note",
        direction: null,
        occurred_at: w.clock.now().toISOString(),
        author_member_id: member!.member_id,
        subject: "Retainer",
        body: "She will sign.",
        address: null,
        conversation: null,
        file_ids: [],
        source: "member",
        source_key: null,
      },
      SOMEBODY,
    );
    await writeTurn(deps, w.owner, new AbortController().signal);
    expect((await outbox.readActivity(w.owner.firm_id, activity.activity_id))?.deliveries).toMatchObject([
      { reason: null, state: "delivered", parent: { kind: "matter", id: older } },
    ]);

    await w.pass(HOUR);
    await w.sync();
    const after = await recordOf(w, older);
    expect(Date.parse(after.updated_at), "the provider counts our note as a change").toBeGreaterThan(Date.parse(before.updated_at));
    expect(after.decisive_at).toBe(before.decisive_at);
    const owner = async () =>
      (
        await rows<{ matter_id: string }>(
          "select view->'owner'->>'matter_id' as matter_id from contact where connection_id = $1 and provider_id = $2",
          w.owner.connection_id,
          contact_id,
        )
      )[0]?.matter_id;
    expect(await owner()).toBe(decides);

    await w.pass(HOUR);
    w.vendor.turnMatter(Number(older));
    await w.sync();
    expect((await recordOf(w, older)).decisive_at).not.toBe(before.decisive_at);
  });
});
