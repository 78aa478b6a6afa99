import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { myCaseId } from "./fill_imaginary.ts";
import { get, still } from "./testing.ts";
import type { MyCaseOptions, MyCaseSandbox } from "./types.ts";

const lily = myCaseId("people", "lily");
const HOOK = "https://privity.example/hooks/1";

interface Received {
  body: { resource: string; action: string; resource_body: Record<string, unknown> };
  text: string;
  headers: Headers;
}

async function listening(options: Partial<MyCaseOptions> = {}, status = () => 200) {
  const received: Received[] = [];
  const sandbox = still({
    deliver: async (request) => {
      const text = await request.text();
      received.push({ text, body: JSON.parse(text) as Received["body"], headers: request.headers });
      return new Response(null, { status: status() });
    },
    ...options,
  });
  const created = await call(sandbox, "POST", "", { model: "client", url: HOOK, actions: ["created", "updated", "deleted"] });
  return { sandbox, received, subscription: (await created.json()) as { id: string; hmac_key: string } };
}

function call(sandbox: MyCaseSandbox, method: string, id: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${sandbox.grant().access_token}`, "content-type": "application/json" };
  return sandbox.fetch(
    new Request(`http://mycase.sandbox/v1/webhooks/subscriptions${id}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );
}

test("a subscription is made, listed with a string id, and deleted; equal ones are not merged", async () => {
  const { sandbox, subscription } = await listening();
  expect(typeof subscription.id).toBe("string");
  await call(sandbox, "POST", "", { model: "client", url: HOOK, actions: ["created", "updated", "deleted"] });
  const listed = (await (await get(sandbox, "webhooks/subscriptions")).json()) as { id: string; hmac_key: string }[];
  expect(listed).toHaveLength(2);
  expect(listed[0]?.hmac_key).toBe(subscription.hmac_key);
  expect((await call(sandbox, "DELETE", `/${subscription.id}`)).status).toBe(204);
  expect((await call(sandbox, "DELETE", `/${subscription.id}`)).status).toBe(404);
});

test("a model that has no webhooks is refused with a pointer", async () => {
  const { sandbox } = await listening();
  const answer = await call(sandbox, "POST", "", { model: "note", url: "nowhere", actions: [] });
  expect(answer.status).toBe(422);
  expect(((await answer.json()) as { errors: { source: unknown }[] }).errors.map((one) => one.source)).toEqual([
    { pointer: "/model" },
    { pointer: "/url" },
    { pointer: "/actions" },
  ]);
});

test("a change arrives as resource, action and body; a deletion with the id alone; nothing is signed", async () => {
  const { sandbox, received } = await listening();
  sandbox.tables.clients.update(lily, { email: "lily@new.example" });
  sandbox.tables.cases.update(myCaseId("matters", "li_trust"), { name: "Renamed" });
  await sandbox.webhooks.settle();
  sandbox.tables.clients.remove(lily);
  await sandbox.webhooks.settle();
  expect(received.map((one) => [one.body.resource, one.body.action])).toEqual([
    ["Client", "updated"],
    ["Client", "deleted"],
  ]);
  expect(received[0]?.body.resource_body).toMatchObject({
    id: lily,
    email: "lily@new.example",
    cases: [{ id: myCaseId("matters", "nguyen_accident") }],
  });
  expect(received[1]?.body.resource_body).toEqual({ id: lily });
  expect([...(received[0]?.headers ?? [])].filter(([name]) => name.includes("signature"))).toEqual([]);
});

test("a signature under a header of choice, over the raw body", async () => {
  const { sandbox, received, subscription } = await listening({
    switches: { webhook_signature: { header: "x-signature", encoding: "base64", prefix: "sha256=" } },
  });
  sandbox.tables.clients.update(lily, { email: "lily@new.example" });
  await sandbox.webhooks.settle();
  const [one] = received;
  expect(one?.headers.get("x-signature")).toBe(
    `sha256=${createHmac("sha256", subscription.hmac_key)
      .update(one?.text ?? "")
      .digest("base64")}`,
  );
});

test("a failed delivery is tried again when the clock says so; deliveries can be lost, late and double", async () => {
  let healthy = false;
  const { sandbox, received } = await listening({}, () => (healthy ? 200 : 500));
  sandbox.tables.clients.update(lily, { notes: "1" });
  await sandbox.webhooks.settle();
  healthy = true;
  await sandbox.clock.advance(60_000);
  expect(received).toHaveLength(2);
  sandbox.webhooks.knobs.loss = 1;
  sandbox.tables.clients.update(lily, { notes: "2" });
  sandbox.webhooks.knobs.loss = 0;
  sandbox.webhooks.knobs.duplicates = 1;
  sandbox.webhooks.knobs.delay_ms = 5_000;
  sandbox.tables.clients.update(lily, { notes: "3" });
  await sandbox.webhooks.settle();
  expect(received).toHaveLength(2);
  await sandbox.clock.advance(10_000);
  expect(received.slice(2).map((one) => one.body.resource_body["notes"])).toEqual(["3", "3"]);
});

test("only what the subscriber may see, where the switch says so", async () => {
  const { sandbox, received } = await listening({ switches: { webhook_visible_only: true } });
  for (const one of sandbox.tables.subscriptions.scan())
    sandbox.tables.subscriptions.update(one.id, { user_id: myCaseId("staff", "tobias") });
  sandbox.tables.clients.update(lily, { notes: "hidden" });
  sandbox.tables.clients.update(myCaseId("people", "maeve"), { notes: "seen" });
  await sandbox.webhooks.settle();
  expect(received.map((one) => one.body.resource_body["notes"])).toEqual(["seen"]);
});

test("a deletion may carry the last state; the list may hide keys and other users' subscriptions", async () => {
  const { sandbox, received } = await listening({
    switches: { webhook_deleted_id_only: false, webhook_list_shows_key: false, webhook_list_scope: "user" },
  });
  sandbox.tables.clients.remove(lily);
  await sandbox.settle();
  expect(received[0]?.body.resource_body).toMatchObject({ id: lily, first_name: "Lily" });
  const list = async (user?: number) =>
    (await (await get(sandbox, "webhooks/subscriptions", sandbox.grant(user).access_token)).json()) as Record<string, unknown>[];
  expect((await list())[0]).not.toHaveProperty("hmac_key");
  expect(await list(myCaseId("staff", "ruth"))).toEqual([]);
});

test("twins become one: the survivor has the cases, the other is deleted", async () => {
  const { sandbox, received } = await listening();
  const [survivor, gone] = [myCaseId("people", "jonathan"), myCaseId("people", "jon")];
  sandbox.merge(survivor, gone);
  await sandbox.settle();
  const body = (await (await get(sandbox, `clients/${survivor}`)).json()) as { cases: unknown[] };
  expect(body.cases).toHaveLength(2);
  expect((await get(sandbox, `clients/${gone}`)).status).toBe(404);
  expect(sandbox.tables.cases.get(myCaseId("matters", "carver_lien_2"))?.billing_contact).toEqual({ id: survivor });
  expect(received.map((one) => [one.body.action, one.body.resource_body["id"]])).toEqual([
    ["deleted", gone],
    ["updated", survivor],
  ]);
});
