import { createHmac } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { listConnectionRows } from "../connections/store_lists.ts";
import { openSecret, tokenHash } from "../sync/webhooks/secrets.ts";
import { within } from "../lib/clock.ts";
import { startWebhookLoop } from "../sync/webhooks/loop.ts";
import { replayDeliveries } from "../sync/webhooks/store_inbox.ts";
import { clioWorld, mycaseWorld, type HookWorld } from "./test_webhooks.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
type Clio = Awaited<ReturnType<typeof clioWorld>>;

let world: HookWorld<never> | Clio | Awaited<ReturnType<typeof mycaseWorld>> | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

/** A firm that has been read, and is subscribed. */
async function ready<W extends HookWorld<{ log: { reset(): void }; clock: { advance(ms: number): Promise<void> } }>>(
  opened: Promise<W>,
): Promise<W> {
  const made = await opened;
  world = made as never;
  expect(await made.sync()).toBe("succeeded");
  await made.tend();
  made.sandbox.log.reset();
  return made;
}

const person = (world: Clio) => [...world.sandbox.tables.contacts.scan()].find((row) => row.type === "Person" && row.name !== "")!;
const rawOf = async (world: Pick<Clio, "query">, kind: string, id: number) =>
  (
    await world.query<{ raw: Record<string, unknown>; presence: string }>(
      "select raw, presence from record where kind = $1 and provider_id = $2",
      [kind, String(id)],
    )
  )[0];
const inbox = async (world: Pick<Clio, "query">) =>
  (await world.query<{ n: number }>("select count(*)::int as n from webhook_inbox"))[0]!.n;
const post = (url: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

test("issue 3, 9: a program that ends waits for no turn at the provider; what it was at is left to whoever comes next", async () => {
  const w = await ready(clioWorld());
  w.sandbox.tables.contacts.update(person(w).id, { first_name: "Adaline" });
  await w.sandbox.settle();
  await w.query("update webhook_care set due_at = now() - interval '1 minute', checked_at = null");
  let waiting = 0;
  const session: typeof w.deps.session = async (connection, on_request, need) => {
    const never = () =>
      new Promise<never>((_, reject) => {
        waiting += 1;
        need.pause.addEventListener("abort", () => reject(need.pause.reason as Error), { once: true });
      });
    return { ...(await w.deps.session(connection, on_request, need)), pacer: { take: never, learn: () => undefined } };
  };
  const loop = startWebhookLoop({ ...w.deps, session });
  await expect.poll(() => waiting).toBe(2);
  await within(15_000, () => loop.stop());
  const now = [w.deps.clock.now().toISOString()];
  expect(await w.query("select claimed_until, due_at <= $1 as due from webhook_hint", now)).toEqual([{ claimed_until: null, due: true }]);
  expect(await w.query("select failures, error, due_at <= $1 as due from webhook_care", now)).toEqual([
    { failures: 0, error: null, due: true },
  ]);
  expect(await w.query("select 1 from sync_run where trigger = 'webhook'")).toEqual([]);
  expect(await w.settle()).toBe(1);
}, 60_000);

describe("B-SYN-8: subscriptions", () => {
  test("Clio: contacts and matters, enabled by the handshake, the secret locked, the address's token only as its hash", async () => {
    const w = await ready(clioWorld());
    const hooks = [...w.sandbox.tables.webhooks.scan()];
    expect(hooks.map((hook) => [hook.model, hook.status])).toEqual([
      ["contact", "enabled"],
      ["matter", "enabled"],
    ]);
    const rows = await w.live();
    expect(rows.map((row) => [row.model, row.state])).toEqual([
      ["contact", "enabled"],
      ["matter", "enabled"],
    ]);
    expect(await openSecret(w.deps.vault, rows[0]!)).toBe(hooks[0]!.shared_secret);
    const [dump] = await w.query<{ text: string }>("select string_agg(s::text, ' ') as text from webhook_subscription s");
    for (const hook of hooks) {
      expect(dump!.text).not.toContain(Buffer.from(hook.shared_secret).toString("hex"));
      expect(dump!.text).not.toContain(hook.url.split("/").at(-1));
    }
  });

  test("a handshake whose subscription is younger than what is remembered of the connection is greeted all the same", async () => {
    const w = await ready(clioWorld());
    await w.sandbox.settle();
    const [row] = await w.live();
    const [hook] = [...w.sandbox.tables.webhooks.scan()];
    const knock = (token: string) => post(hook!.url.replace(/[^/]+$/, token), "{}", { "x-hook-secret": "a secret of Clio's" });
    await w.sandbox.clock.advance(5000);
    expect((await knock("x".repeat(43))).status, "a stranger, after whom the connection is remembered as it is").toBe(404);
    const token = "y".repeat(43);
    await w.query(
      "update webhook_subscription set token_hash = $2, state = 'pending', key_id = null, secret = null, created_at = $3 where subscription_id = $1",
      [row!.subscription_id, tokenHash(token), w.deps.clock.now().toISOString()],
    );
    await w.sandbox.clock.advance(150);
    expect((await knock(token)).status).toBe(200);
  });

  test("Clio: where no handshake reaches us it is activated from our side; where the secret cannot be read, the handshake brings it", async () => {
    const silent = await ready(clioWorld({ webhook_handshake: "none" }));
    expect((await silent.live()).every((row) => row.state === "enabled" && row.secret !== null)).toBe(true);
    await silent.close();
    const w = await ready(clioWorld({ webhook_secret_readable: false }));
    await w.sandbox.settle();
    await w.tend();
    const rows = await w.live();
    expect(await Promise.all(rows.map((row) => openSecret(w.deps.vault, row)))).toEqual(
      [...w.sandbox.tables.webhooks.scan()].map((hook) => hook.shared_secret),
    );
    expect(rows.map((row) => row.state)).toEqual(["enabled", "enabled"]);
  });

  test("MyCase: case, client and company; another application's subscriptions are left alone, orphans of ours are removed", async () => {
    const w = await mycaseWorld();
    world = w as never;
    const calls = w.deps.connectors.mycase.webhook.subscriptions(
      await w.deps.session({ ...w.owner, region: null } as never, () => {}, {} as never),
    );
    const foreign = await calls.create({ model: "client", url: "https://other.example/hook" });
    const orphan = await calls.create({ model: "client", url: `${w.url}/hooks/mycase/${w.owner.connection_id}/lost` });
    await w.sync();
    await w.tend();
    const told = await calls.list();
    expect(told.map((one) => one.id)).toContain(foreign.id);
    expect(told.map((one) => one.id)).not.toContain(orphan.id);
    expect((await w.live()).map((row) => [row.model, row.kind])).toEqual([
      ["case", "matter"],
      ["client", "contact"],
      ["company", "company"],
    ]);
    expect(told).toHaveLength(4);
  });

  test("long before its end it is renewed: deliveries never stop over three months", async () => {
    const w = await ready(clioWorld());
    const ids = (await w.live()).map((row) => row.provider_id);
    for (let day = 0; day < 90; day += 1) {
      await w.sandbox.clock.advance(DAY);
      await w.tend();
      for (const row of await w.live()) expect(Date.parse(row.expires_at!) - w.sandbox.clock.now().getTime()).toBeGreaterThan(9 * DAY);
    }
    expect((await w.live()).map((row) => row.provider_id)).toEqual(ids);
  });

  test("F10: one that expired or was suspended is made anew, and a sync closes the gap", async () => {
    for (const lapse of ["expire", "suspend", "vanish"] as const) {
      const w = await ready(clioWorld());
      await w.sync();
      await w.tend();
      const before = await w.live();
      const asked = w.asked();
      if (lapse === "expire") await w.sandbox.clock.advance(32 * DAY);
      else await w.sandbox.clock.advance(2 * 60 * MINUTE);
      for (const hook of w.sandbox.tables.webhooks.scan()) {
        if (lapse === "suspend") w.sandbox.tables.webhooks.update(hook.id, { status: "suspended" });
        if (lapse === "vanish") w.sandbox.tables.webhooks.remove(hook.id);
      }
      const { id } = person(w);
      w.sandbox.tables.contacts.update(id, { title: "Changed while nobody told" });
      await w.tend();
      const after = await w.live();
      expect(
        after.map((row) => row.state),
        lapse,
      ).toEqual(["enabled", "enabled"]);
      expect(after.map((row) => row.provider_id)).not.toEqual(before.map((row) => row.provider_id));
      expect([...w.sandbox.tables.webhooks.scan()], "the old ones are gone").toHaveLength(2);
      expect(w.asked(), lapse).toBeGreaterThan(asked);
      await w.sync();
      await w.tend();
      const settled = w.asked();
      await w.tend();
      expect(w.asked(), "once synced, nobody asks any more").toBe(settled);
      expect((await rawOf(w, "contact", id))!.raw["title"]).toBe("Changed while nobody told");
      await w.close();
    }
    world = null;
  });

  test("switched off in the settings, they are removed at the provider", async () => {
    const w = await ready(clioWorld());
    await w.query("update settings_version set document = jsonb_set(document, '{sync,webhooks}', 'false')");
    await w.tend();
    expect([...w.sandbox.tables.webhooks.scan()]).toEqual([]);
    expect(await w.live()).toEqual([]);
  });
});

describe("B-SYN-8: a delivery leads to one read of its record", () => {
  test("an edit at Clio is here a moment later, with its history, and nothing was taken from the body", async () => {
    const w = await ready(clioWorld());
    const { id } = person(w);
    w.sandbox.tables.contacts.update(id, { first_name: "Clementine" });
    expect(await w.settle()).toBe(1);
    expect((await rawOf(w, "contact", id))!.raw["first_name"]).toBe("Clementine");
    const [view] = await w.query<{ name: string }>("select view->>'name' as name from contact where provider_id = $1", [String(id)]);
    expect(view!.name).toContain("Clementine");
    const [run] = await w.query<{ trigger: string; state: string }>("select trigger, state from sync_run where mode = 'record'");
    expect(run).toEqual({ trigger: "webhook", state: "succeeded" });
  });

  test("an edit at MyCase, whose deliveries nobody can check, is here a moment later", async () => {
    const w = await ready(mycaseWorld());
    const row = [...w.sandbox.tables.clients.scan()][0]!;
    w.sandbox.tables.clients.update(row.id, { first_name: "Clementine" });
    await w.settle();
    expect((await rawOf(w as never, "contact", row.id))!.raw["first_name"]).toBe("Clementine");
    const [delivery] = await w.query<{ verified: boolean | null }>("select verified from webhook_inbox");
    expect(delivery!.verified).toBe(null);
  });

  test("F9: five times each, out of order, days late: the same end, and at most one read per record and window", async () => {
    const w = await ready(clioWorld());
    const people = [...w.sandbox.tables.contacts.scan()].filter((row) => row.type === "Person").slice(0, 6);
    for (const [turn, { id }] of [...people, ...people, ...people].entries())
      w.sandbox.tables.contacts.update(id, { title: `Title ${turn}` });
    await w.sandbox.settle();
    const sent = w.sandbox.webhooks.deliveries().map((one) => ({ url: one.url, body: one.body }));
    const hooks = new Map([...w.sandbox.tables.webhooks.scan()].map((hook) => [hook.url, hook.shared_secret]));
    const again = async () => {
      for (const { url, body } of sent.toReversed()) {
        const signature = createHmac("sha256", hooks.get(url)!).update(body).digest("hex");
        for (let copy = 0; copy < 4; copy += 1) expect((await post(url, body, { "x-hook-signature": signature })).status).toBe(200);
      }
    };
    await again();
    const stored = await inbox(w);
    expect(stored, "each body is kept once").toBe(18);
    expect(await w.settle()).toBe(6);
    expect(w.readsById(), "18 changes told 90 times: six records, six reads").toBe(6);
    await again();
    expect(await w.settle(), "what came before within the hour").toBe(0);
    await w.sandbox.clock.advance(5 * DAY);
    await again();
    expect(await w.settle(), "five days later").toBe(6);
    for (const [turn, { id }] of people.entries()) expect((await rawOf(w, "contact", id))!.raw["title"]).toBe(`Title ${12 + turn}`);
    const [runs] = await w.query<{ n: number }>("select count(*)::int as n from sync_run where trigger = 'webhook'");
    expect(runs!.n, "re-reads that changed nothing leave no trace").toBe(1);
  }, 120_000);

  test("a change that comes while its record is being read is read, too", async () => {
    const w = await ready(clioWorld());
    const { id } = person(w);
    w.sandbox.tables.contacts.update(id, { title: "first" });
    await w.sandbox.settle();
    const claimed = w.settle();
    w.sandbox.tables.contacts.update(id, { title: "second" });
    await claimed;
    await w.settle();
    expect((await rawOf(w, "contact", id))!.raw["title"]).toBe("second");
  });

  test("a MyCase body without its version says nothing about repeats: each one is a hint", async () => {
    const w = await ready(mycaseWorld());
    const { id } = [...w.sandbox.tables.clients.scan()][0]!;
    const url = [...w.sandbox.tables.subscriptions.scan()].find((one) => one.model === "client")!.url;
    const body = JSON.stringify({ resource: "Client", action: "updated", resource_body: { id } });
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await post(url, body)).status).toBe(200);
      expect(await w.settle()).toBe(1);
    }
    expect(await inbox(w as never)).toBe(1);
  });

  test("what cannot be read now is read later", async () => {
    const w = await ready(clioWorld());
    const { id } = person(w);
    w.sandbox.faults.script("maintenance_503", /contacts\/\{id\}/, 3);
    w.deps.clock.sleep = async () => {}; // the connector's own pauses
    w.sandbox.tables.contacts.update(id, { title: "after the maintenance" });
    await w.sandbox.settle();
    await new Promise((wait) => setTimeout(wait, 300));
    const { processHints } = await import("../sync/webhooks/hints.ts");
    expect(await processHints(w.deps)).toBe(0);
    const [failed] = await w.query<{ state: string; remedy: string }>("select state, remedy from sync_run where trigger = 'webhook'");
    expect(failed).toMatchObject({ state: "failed", remedy: expect.stringContaining("maintained") as string });
    await w.sandbox.clock.advance(MINUTE);
    expect(await processHints(w.deps)).toBe(1);
    expect((await rawOf(w, "contact", id))!.raw["title"]).toBe("after the maintenance");
  });

  test("B-SYN-8: an admin may have the deliveries of a time read again", async () => {
    const w = await ready(clioWorld());
    const before = w.sandbox.clock.now().toISOString();
    const { id } = person(w);
    w.sandbox.tables.contacts.update(id, { title: "told" });
    await w.settle();
    w.readsById();
    const now = new Date(w.sandbox.clock.now().getTime() + 1000).toISOString();
    expect(await replayDeliveries(w.db.kysely, w.owner, { from: before, to: now, now })).toBe(1);
    await w.sandbox.clock.advance(2000);
    expect(await w.settle()).toBe(1);
    expect(w.readsById()).toBe(1);
    expect(await replayDeliveries(w.db.kysely, w.owner, { from: "2020-01-01T00:00:00Z", to: before, now })).toBe(0);
  });
});

describe("B-SYN-6: a delete webhook is no deletion", () => {
  test("the record is read by id: not found makes it suspected, found means that nothing happened", async () => {
    const w = await ready(clioWorld());
    const [gone, kept] = [...w.sandbox.tables.contacts.scan()].filter((row) => row.type === "Person");
    w.sandbox.tables.contacts.remove(gone!.id);
    const hook = [...w.sandbox.tables.webhooks.scan()].find((one) => one.model === "contact")!;
    const body = JSON.stringify({ data: { id: kept!.id, etag: '"x"' }, meta: { event: "deleted", webhook_id: hook.id } });
    const signature = createHmac("sha256", hook.shared_secret).update(body).digest("hex");
    await post(hook.url, body, { "x-hook-signature": signature });
    await w.settle();
    expect((await rawOf(w, "contact", gone!.id))!.presence).toBe("suspected_gone");
    expect((await rawOf(w, "contact", kept!.id))!.presence).toBe("present");
  });

  test("MyCase: an unsigned delete is worth the same read", async () => {
    const w = await ready(mycaseWorld());
    const [gone] = [...w.sandbox.tables.clients.scan()];
    w.sandbox.tables.clients.remove(gone!.id);
    await w.settle();
    expect((await rawOf(w as never, "contact", gone!.id))!.presence).toBe("suspected_gone");
  });

  test("more than 5 % at once, in one storm or in several within the hour, are held, and the connection turns blind", async () => {
    for (const storms of [1, 3]) {
      const w = await ready(clioWorld());
      const ids = [...w.sandbox.tables.contacts.scan()].map((row) => row.id);
      expect(ids.length).toBeGreaterThan(30);
      const share = Math.ceil(30 / storms);
      for (let storm = 0; storm < storms; storm += 1) {
        for (const id of ids.slice(storm * share, (storm + 1) * share)) w.sandbox.tables.contacts.remove(id);
        await w.settle();
      }
      const [connection] = await w.query<{ blind_since: string | null }>("select blind_since from connection");
      expect(connection!.blind_since, `${storms} storms`).not.toBe(null);
      const [held] = await w.query<{ n: number }>("select count(*)::int as n from parked_change where state = 'held'");
      expect(held!.n).toBeGreaterThan(0);
      await w.close();
    }
    world = null;
  });
});

describe("F11: what is not good is refused, counted and never processed", () => {
  const bodyFor = (id: number) =>
    JSON.stringify({ data: { id, etag: '"f"', first_name: "Mallory" }, meta: { event: "updated", webhook_id: 1 } });

  test("forged, unsigned, for another firm, to an unknown address, too large", async () => {
    const w = await ready(clioWorld());
    // The sandbox's handshake for the second may have met what was remembered from just before it was made.
    const { unknown_address: unknown_before } = w.receiver.counts();
    const { id } = person(w);
    const [contact, matter] = [...w.sandbox.tables.webhooks.scan()];
    const body = bodyFor(id);
    const signed = (secret: string) => ({ "x-hook-signature": createHmac("sha256", secret).update(body).digest("hex") });
    expect((await post(contact!.url, body, signed("another secret"))).status, "forged").toBe(401);
    expect((await post(contact!.url, body)).status, "unsigned").toBe(401);
    expect((await post(contact!.url, body, signed(matter!.shared_secret))).status, "signed for another subscription").toBe(401);
    const wrong = contact!.url.replace(/[^/]+$/, "x".repeat(43));
    expect((await post(wrong, body, signed(contact!.shared_secret))).status, "wrong address").toBe(404);
    const elsewhere = contact!.url.replace(w.owner.connection_id, "019402f4-7a00-7c3a-8f01-2b6f1c9d4e10");
    expect((await post(elsewhere, body, signed(contact!.shared_secret))).status, "another firm's connection").toBe(404);
    expect((await post(contact!.url.replace("/clio/", "/mycase/"), body)).status, "another provider").toBe(404);
    expect((await post(contact!.url.replace(w.owner.connection_id, "x'); drop table firm;--"), body)).status).toBe(404);
    expect((await post(contact!.url, new Uint8Array(256 * 1024 + 1))).status, "too large").toBe(413);
    expect((await post(contact!.url, "{}", { "x-hook-secret": "mine" })).status, "a handshake that nobody expects").toBe(404);
    expect(await inbox(w)).toBe(0);
    expect(await w.settle()).toBe(0);
    expect(w.readsById()).toBe(0);
    expect(w.receiver.counts()).toMatchObject({ accepted: 0, bad_signature: 3, too_large: 1 });
    // The sandbox's own handshakes may come after the subscription has been confirmed, and nobody expects them then either.
    expect(w.receiver.counts().unexpected_handshake).toBeGreaterThanOrEqual(1);
    await expect
      .poll(async () =>
        (await w.query<{ reason: string; count: number }>("select reason, count from webhook_refusal order by 1")).map((row) => [
          row.reason,
          row.reason === "unexpected_handshake" ? Math.min(row.count, 1) : row.count,
        ]),
      )
      .toEqual([
        ["bad_signature", 3],
        ["too_large", 1],
        ["unexpected_handshake", 1],
        ["unknown_address", unknown_before + 2],
      ]);
  });

  test("a true delivery that is played back is one more read at most, and its values are taken from the provider alone", async () => {
    const w = await ready(clioWorld());
    const { id, first_name } = person(w);
    const hook = [...w.sandbox.tables.webhooks.scan()].find((one) => one.model === "contact")!;
    const body = bodyFor(id);
    const headers = { "x-hook-signature": createHmac("sha256", hook.shared_secret).update(body).digest("hex") };
    for (let copy = 0; copy < 10; copy += 1) expect((await post(hook.url, body, headers)).status).toBe(200);
    expect(await w.settle()).toBe(1);
    expect((await rawOf(w, "contact", id))!.raw["first_name"]).toBe(first_name);
  });

  test("bodies that are no JSON, or name nothing that we read, are stored and lead to nothing", async () => {
    const w = await ready(mycaseWorld());
    const url = [...w.sandbox.tables.subscriptions.scan()][0]!.url;
    for (const body of [
      "",
      "nonsense",
      "\u0000",
      '{"resource":"Event","action":"updated","resource_body":{"id":1}}',
      '{"resource":"Client","action":"updated","resource_body":{"id":99999999}}',
    ])
      expect((await post(url, body)).status).toBe(200);
    expect(await inbox(w as never)).toBe(5);
    expect(await w.settle(), "an id that nobody has: one read, nothing found").toBe(1);
    expect(await rawOf(w as never, "contact", 99_999_999)).toBe(undefined);
  });

  test("what cannot be stored is not acknowledged", async () => {
    const w = await ready(mycaseWorld());
    const url = [...w.sandbox.tables.subscriptions.scan()][0]!.url;
    expect((await post(url, "{}")).status).toBe(200);
    await w.query("alter table webhook_inbox rename to webhook_inbox_away");
    expect((await post(url, '{"a":1}')).status).toBe(503);
    await w.query("alter table webhook_inbox_away rename to webhook_inbox");
    expect((await post(url, '{"a":1}')).status).toBe(200);
  });

  test("one that we have ended is told to stop", async () => {
    const w = await ready(clioWorld());
    const hook = { ...[...w.sandbox.tables.webhooks.scan()][0]! };
    await w.query("update settings_version set document = jsonb_set(document, '{sync,webhooks}', 'false')");
    await w.tend();
    await expect.poll(async () => (await post(hook.url, "{}")).status).toBe(410);
  });
});

describe("F10: all deliveries are lost for a day", () => {
  test("polls find what nobody told: the subscription is made anew, health says so until it speaks again", async () => {
    const w = await ready(clioWorld());
    await w.sync();
    await w.tend();
    const before = await w.live();
    w.sandbox.webhooks.knobs.loss = 1;
    const people = [...w.sandbox.tables.contacts.scan()].filter((row) => row.type === "Person").slice(0, 5);
    for (let hour = 0; hour < 24; hour += 6) {
      for (const { id } of people) w.sandbox.tables.contacts.update(id, { title: `Hour ${hour}` });
      await w.sandbox.clock.advance(6 * 60 * MINUTE);
      if (hour < 18) continue;
      await w.sync();
      await w.tend();
    }
    for (const { id } of people) expect((await rawOf(w, "contact", id))!.raw["title"], "one poll later").toBe("Hour 18");
    const after = await w.live();
    expect(after.find((row) => row.model === "contact")!.provider_id).not.toBe(before.find((row) => row.model === "contact")!.provider_id);
    expect(after.find((row) => row.model === "matter")!.provider_id, "nothing happened to matters").toBe(
      before.find((row) => row.model === "matter")!.provider_id,
    );
    const trouble = async () => (await listConnectionRows(w.db.kysely, w.owner.firm_id))[0];
    expect(await trouble()).toMatchObject({ webhooks_trouble: "silent", webhooks_detail: "contact" });
    w.sandbox.webhooks.knobs.loss = 0;
    w.sandbox.tables.contacts.update(people[0]!.id, { title: "It speaks" });
    expect(await w.settle()).toBe(1);
    expect(await trouble()).toMatchObject({ webhooks_trouble: null, webhooks_since: null });
  });

  test("while deliveries come, polls that find more do not make it silent", async () => {
    const w = await ready(clioWorld());
    await w.sync();
    await w.tend();
    const people = [...w.sandbox.tables.contacts.scan()].filter((row) => row.type === "Person").slice(0, 5);
    w.sandbox.tables.contacts.update(people[0]!.id, { title: "told" });
    await w.settle();
    w.sandbox.webhooks.knobs.loss = 1;
    for (const { id } of people) w.sandbox.tables.contacts.update(id, { title: "not told" });
    await w.sandbox.clock.advance(60 * MINUTE);
    const ids = (await w.live()).map((row) => row.provider_id);
    await w.sync();
    await w.tend();
    expect((await w.live()).map((row) => row.provider_id)).toEqual(ids);
  });
});
