import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { clioId } from "./imaginary_ids.ts";
import type { ClioSwitches } from "./switches.ts";
import { asked, createTestSandbox } from "./testing.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const URL = "https://receiver.example/hook";
const ADAEZE = clioId("people", "adaeze");

interface Received {
  url: string;
  secret: string | null;
  signature: string | null;
  body: string;
  json: { data: Record<string, unknown>; meta: { event?: string; webhook_id?: number } };
}

/** A receiver that confirms handshakes as it is told, and answers deliveries with the next status. */
function setup(options: { confirm?: boolean; switches?: Partial<ClioSwitches> } = {}) {
  const received: Received[] = [];
  const handshakes: Received[] = [];
  const answers: number[] = [];
  const sandbox = createTestSandbox({
    filling: { firm: "imaginary" },
    ...(options.switches ? { switches: options.switches } : {}),
    async deliver(request) {
      const body = await request.text();
      const secret = request.headers.get("x-hook-secret");
      const one = {
        url: request.url,
        secret,
        signature: request.headers.get("x-hook-signature"),
        body,
        json: JSON.parse(body) as Received["json"],
      };
      if (secret === null) {
        received.push(one);
        return new Response(null, { status: answers.shift() ?? 200 });
      }
      handshakes.push(one);
      return new Response(null, { status: 200, headers: (options.confirm ?? true) ? { "x-hook-secret": secret } : {} });
    },
  });
  const create = async (data: object = {}, token?: string) => {
    const full = { url: URL, model: "contact", fields: "id,name,email_addresses{address}", ...data };
    const fields = encodeURIComponent("id,status,shared_secret,expires_at,model,events");
    const answer = await asked(sandbox, `webhooks?fields=${fields}`, { method: "POST", json: { data: full }, ...(token ? { token } : {}) });
    await sandbox.settle();
    return (answer.json as { data: { id: number; status: string; shared_secret: string; expires_at: string; events: string[] } }).data;
  };
  const told = async () => {
    await sandbox.settle();
    return received.map((one) => `${one.json.meta.event} ${String(one.json.data["id"])}`);
  };
  const statusOf = async (id: number) => {
    const { status, json } = await asked(sandbox, `webhooks/${id}?fields=status`);
    return status === 200 ? (json as { data: { status: string } }).data.status : status;
  };
  return { sandbox, received, handshakes, answers, create, told, statusOf };
}

describe("handshake", () => {
  test("a webhook is pending until its receiver repeats the secret", async () => {
    const { create, statusOf, handshakes } = setup();
    const hook = await create();
    expect([hook.status, await statusOf(hook.id)]).toEqual(["pending", "enabled"]);
    expect(handshakes[0]).toMatchObject({ url: URL, secret: hook.shared_secret, signature: null, json: { data: { webhook_id: hook.id } } });
  });

  test("or until it is activated with the secret", async () => {
    const { sandbox, create, statusOf } = setup({ confirm: false });
    const hook = await create();
    const activate = (secret: string) =>
      asked(sandbox, `webhooks/${hook.id}/activate`, { method: "PUT", headers: { "x-hook-secret": secret } });
    expect([await statusOf(hook.id), (await activate("wrong")).status, await statusOf(hook.id)]).toEqual(["pending", 422, "pending"]);
    expect([(await activate(hook.shared_secret)).status, await statusOf(hook.id)]).toEqual([200, "enabled"]);
  });

  test("some accounts enable it without one", async () => {
    const { create, statusOf, handshakes } = setup({ switches: { webhook_handshake: "none" } });
    const hook = await create();
    expect([await statusOf(hook.id), handshakes.length]).toEqual(["enabled", 0]);
  });

  test("a new address has to confirm anew", async () => {
    const { sandbox, create, statusOf, handshakes } = setup();
    const hook = await create();
    await asked(sandbox, `webhooks/${hook.id}`, { method: "PATCH", json: { data: { url: "https://other.example/" } } });
    await sandbox.settle();
    expect([handshakes.length, handshakes[1]?.url, await statusOf(hook.id)]).toEqual([2, "https://other.example/", "enabled"]);
  });
});

describe("what is refused", () => {
  test.each([
    [{ url: "http://receiver.example/" }, 422],
    [{ url: "http://127.0.0.1:8790/hook" }, 201],
    [{ url: "nonsense" }, 422],
    [{ model: "note" }, 422],
    [{ model: 6 }, 201],
    [{ fields: "" }, 422],
    [{ fields: `id,${"name,".repeat(200)}name` }, 422],
    [{ fields: "id,nmae" }, 400],
    [{ events: ["matter_opened"] }, 422],
    [{ model: "matter", fields: "id,status", events: ["matter_opened", "deleted"] }, 201],
    [{ expires_at: "2026-11-02T16:00:00Z" }, 422],
    [{ expires_at: "2026-09-01T00:00:00Z" }, 422],
    [{ expires_at: "2026-10-31T16:00:00Z" }, 201],
  ])("%j answers %i", async (data, status) => {
    const { sandbox } = setup();
    const full = { url: URL, model: "contact", fields: "id,name", ...data };
    expect((await asked(sandbox, "webhooks", { method: "POST", json: { data: full } })).status).toBe(status);
  });

  test("plain http to this machine too, where the switch says so", async () => {
    const { sandbox } = setup({ switches: { webhook_url: "https_only" } });
    const data = { url: "http://127.0.0.1:8790/hook", model: "contact", fields: "id" };
    expect((await asked(sandbox, "webhooks", { method: "POST", json: { data } })).status).toBe(422);
  });
});

describe("delivery", () => {
  test("created, updated and deleted records are told, signed over the raw body", async () => {
    const { sandbox, create, told, received } = setup();
    const hook = await create();
    sandbox.tables.contacts.update(ADAEZE, { first_name: "Ada" });
    sandbox.tables.contacts.remove(ADAEZE);
    expect(await told()).toEqual([`updated ${ADAEZE}`, `deleted ${ADAEZE}`]);
    const [updated, deleted] = received;
    expect(updated?.signature).toBe(
      createHmac("sha256", hook.shared_secret)
        .update(updated?.body ?? "")
        .digest("hex"),
    );
    expect(updated?.json).toEqual({
      data: { id: ADAEZE, etag: expect.any(String), name: "Ada Ngozi Okafor", email_addresses: expect.any(Array) },
      meta: { event: "updated", webhook_id: hook.id },
    });
    expect(deleted?.json.data).toEqual({ id: ADAEZE, etag: expect.any(String) });
  });

  test("an update is told when a watched field changed; the first update of a record always", async () => {
    const { sandbox, create, told } = setup();
    await create();
    const rename = (title: string) => sandbox.tables.contacts.update(ADAEZE, { title });
    rename("Not watched, but the first");
    rename("Not watched");
    sandbox.tables.contacts.update(ADAEZE, { first_name: "Watched" });
    expect(await told()).toEqual([`updated ${ADAEZE}`, `updated ${ADAEZE}`]);
  });

  test("whether a change inside a watched association counts is a switch", async () => {
    for (const counts of [true, false]) {
      const { sandbox, create, told } = setup({ switches: { webhook_nested_changes_count: counts } });
      await create();
      sandbox.tables.contacts.update(ADAEZE, { title: "The first" });
      sandbox.tables.contacts.update(ADAEZE, { email_addresses: [] });
      expect((await told()).length).toBe(counts ? 2 : 1);
    }
  });

  test("a matter's change of status has an event of its own", async () => {
    const { sandbox, create, told } = setup();
    await create({ model: "matter", fields: "id,status", events: ["updated", "matter_closed"] });
    const matter = clioId("matters", "okafor_injury");
    sandbox.tables.matters.update(matter, { status: "Closed", close_date: "2026-10-01" });
    expect(await told()).toEqual([`updated ${matter}`, `matter_closed ${matter}`]);
  });

  test("only records that the webhook's maker may see are told", async () => {
    const { sandbox, create, told } = setup();
    const junho = sandbox.grant(clioId("staff", "junho")).access_token;
    const hook = await create({}, junho);
    const marisol = clioId("people", "marisol");
    sandbox.tables.contacts.update(ADAEZE, { first_name: "Hidden" });
    sandbox.tables.contacts.update(marisol, { first_name: "Seen" });
    sandbox.tables.contacts.remove(ADAEZE);
    sandbox.tables.contacts.remove(marisol);
    expect(await told()).toEqual([`updated ${marisol}`, `deleted ${marisol}`]);
    expect((await asked(sandbox, `webhooks/${hook.id}`)).status).toBe(404);
  });

  test("a receiver that fails is tried again after 2, 4, 8, 16 and 32 minutes; after some such deliveries the webhook is suspended", async () => {
    const { sandbox, create, received, answers, statusOf } = setup({ switches: { webhook_suspend_after: 2 } });
    const hook = await create();
    for (const round of [1, 2]) {
      answers.push(500, 500, 500, 500, 500, 500);
      sandbox.tables.contacts.update(ADAEZE, { first_name: `Round ${round}` });
      await sandbox.settle();
      for (const minutes of [2, 4, 8, 16, 32]) await sandbox.clock.advance(minutes * MINUTE);
      expect([received.length, await statusOf(hook.id)]).toEqual([round * 6, round === 1 ? "enabled" : "suspended"]);
    }
    sandbox.tables.contacts.update(ADAEZE, { first_name: "Unheard" });
    await sandbox.settle();
    expect(received.length).toBe(12);
  });

  test("410 ends the webhook at once, a redirect counts as received", async () => {
    const { sandbox, create, answers, statusOf } = setup();
    const hook = await create();
    answers.push(302, 410);
    sandbox.tables.contacts.update(ADAEZE, { first_name: "One" });
    await sandbox.settle();
    expect(await statusOf(hook.id)).toBe("enabled");
    sandbox.tables.contacts.update(ADAEZE, { first_name: "Two" });
    await sandbox.settle();
    expect(await statusOf(hook.id)).toBe("suspended");
  });
});

describe("life", () => {
  test("three days by default, then silence without a word; a patch renews", async () => {
    const { sandbox, create, told, statusOf } = setup();
    const hook = await create();
    expect(hook.expires_at).toBe("2026-10-04T16:00:00Z");
    await asked(sandbox, `webhooks/${hook.id}`, { method: "PATCH", json: { data: { expires_at: "2026-10-30T16:00:00Z" } } });
    await sandbox.clock.advance(10 * DAY);
    sandbox.tables.contacts.update(ADAEZE, { first_name: "Heard" });
    expect((await told()).length).toBe(1);
    await sandbox.clock.advance(30 * DAY);
    sandbox.tables.contacts.update(ADAEZE, { first_name: "Unheard" });
    expect([(await told()).length, await statusOf(hook.id)]).toEqual([1, 401]);
  });

  test("an expired webhook stays listed, or vanishes", async () => {
    for (const after of ["listed", "deleted"] as const) {
      const { sandbox, create, statusOf } = setup({ switches: { webhook_after_expiry: after } });
      const hook = await create();
      await sandbox.clock.advance(4 * DAY);
      expect(await statusOf(hook.id)).toBe(after === "listed" ? "enabled" : 404);
    }
  });

  test("a deleted webhook is silent, and the messenger can lose and double", async () => {
    const { sandbox, create, told } = setup();
    const hook = await create();
    sandbox.webhooks.knobs.loss = 1;
    sandbox.tables.contacts.update(ADAEZE, { first_name: "Lost" });
    Object.assign(sandbox.webhooks.knobs, { loss: 0, duplicates: 1 });
    sandbox.tables.contacts.update(ADAEZE, { first_name: "Twice" });
    await sandbox.settle();
    await sandbox.clock.advance(MINUTE);
    expect((await told()).length).toBe(2);
    expect((await asked(sandbox, `webhooks/${hook.id}`, { method: "DELETE" })).status).toBe(204);
    sandbox.tables.contacts.update(ADAEZE, { first_name: "Unheard" });
    expect((await told()).length).toBe(2);
  });
});
