/** Automations over the API: made, tried on a contact, started on record; batches trimmed; every start and non-start answers why. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { z } from "zod";
import { evaluateAll } from "../automations/evaluate.ts";
import { createApiKey } from "../accounts/administer.ts";
import { commandLine } from "../model/actor.ts";
import type { contactStartsSchema, previewAnswerSchema, startStorySchema } from "./contract/automations.ts";
import { openTestApi, send, type TestApi } from "./test_api.ts";

type Preview = z.infer<typeof previewAnswerSchema>;
type Story = z.infer<typeof startStorySchema>;
type OfContact = z.infer<typeof contactStartsSchema>;

let api: TestApi;
let clio: string;
let automation_id: string;
beforeAll(async () => {
  api = await openTestApi();
  ({ clio } = api.firm);
  const letter = {
    name: "Welcome",
    subject: "Welcome to {{firm.name}}",
    body: "Dear {{contact.first_name}} of {{contact.company}}",
    fallbacks: { "firm.name": null, "contact.first_name": "client", "contact.company": "your family" },
  };
  const { template_id } = await api.ask<{ template_id: string }>("/api/v1/automation-templates", send("POST", letter), 201);
  const document = { trigger: { kind: "new_client" }, conditions: [], steps: [{ kind: "email", template_id }] };
  const made = await api.ask<{ automation_id: string; active: boolean }>(
    "/api/v1/automations",
    send("POST", { name: "Welcome", document }),
    201,
  );
  expect(made.active).toBe(false);
  ({ automation_id } = made);
  await api.ask(`/api/v1/automations/${automation_id}/switch`, send("POST", { active: true }));
});
afterAll(() => api?.close());

const preview = (id: string) => api.ask<Preview>(`/api/v1/automations/${automation_id}/preview/${clio}/${id}`);

it("B-AUT-3: a preview for a named contact says whether it would start and why, and the very words", async () => {
  expect(await preview("1044")).toMatchObject({
    would_start: "yes",
    why: null,
    to: "walter@stone.example",
    from_name: "Naomi Okafor",
    leaves_at: "2026-11-23T13:00:00.000Z",
    texts: [{ subject: "Welcome to Hartwell & Osei LLP", body: "Dear Walter of your family", fell_back: ["contact.company"] }],
  });
  expect(await preview("1042")).toMatchObject({ would_start: "held", why: { code: "shared_address" } });
  expect(await preview("1048")).toMatchObject({ would_start: "no", why: { code: "out_of_scope" } });
  expect(await preview("1046")).toMatchObject({ would_start: "later", why: { code: "waits_mended" } });
});

it("B-AUT-3: what is not saved yet is tried just so, with the words as they are typed; nothing of it is kept", async () => {
  const template_id = "00000000-0000-4000-8000-000000000001";
  const words = { name: "Draft", subject: "Hello", body: "{{contact.company}}", fallbacks: { "contact.company": null } };
  const trial = (templates: object[]) => ({
    ...{ connection_id: clio, provider_id: "1044", templates },
    document: { trigger: { kind: "new_client" }, conditions: [], steps: [{ kind: "email", template_id }] },
  });
  const path = "/api/v1/automation-previews";
  expect(await api.ask<Preview>(path, send("POST", trial([{ ...words, template_id }])))).toMatchObject({
    would_start: "yes",
    texts: [{ template: "Draft", body: null, why: { code: "empty_field" } }],
  });
  expect(await api.ask<Preview>(path, send("POST", trial([])))).toMatchObject({ texts: [{ why: { code: "template_missing" } }] });
  expect(await (await api.request(path, send("POST", trial([{ ...words, fallbacks: {}, template_id }])))).json()).toMatchObject({
    errors: [{ path: "templates.0.fallbacks.contact.company" }],
  });
  const { items } = await api.ask<{ items: { name: string; held: number; started: number; last_started_at: null }[] }>(
    "/api/v1/automations",
  );
  expect(items).toMatchObject([{ name: "Welcome", held: 0, started: 0, last_started_at: null }]);
  expect((await api.ask<{ items: object[] }>("/api/v1/automation-templates")).items).toHaveLength(1);
});

it("B-AUT-2: what the first sync found is one batch; it is trimmed and approved, and every start tells its story", async () => {
  await api.db.pool.query("update connection set first_synced_at = now() where connection_id = $1", [clio]);
  await evaluateAll(api.deps, api.firm.firm_id);
  const { items } = await api.ask<{ items: { batch_id: string; held: number; why: { sentence: string } }[] }>("/api/v1/automation-batches");
  expect(items).toMatchObject([{ held: 5, why: { sentence: "It was found by the first sync of this connection." } }]);
  const batch = `/api/v1/automation-batches/${items[0]!.batch_id}`;
  const { items: starts } = await api.ask<{ items: { start_id: string; contact_id: string }[] }>(`${batch}/starts?state=held`);
  const one = starts.find(({ contact_id }) => contact_id === "1042")!;
  expect(await api.ask(`${batch}/dismiss`, send("POST", { start_ids: [one.start_id] }))).toEqual({ decided: 1 });
  expect(await api.ask(`${batch}/approve`, send("POST", {}))).toEqual({ decided: 4 });
  const story = await api.ask<Story>(`/api/v1/automation-starts/${one.start_id}`);
  expect(story.story.map(({ state, why, by }) => [state, why?.code, by])).toEqual([
    ["held", "first_sync", null],
    ["dismissed", "dismissed", "Naomi Okafor"],
  ]);
  const of = await api.ask<OfContact>(`/api/v1/contacts/${clio}/1042/automations`);
  expect(of).toMatchObject({
    client_since: { cause: "first_sync" },
    items: [{ state: "dismissed", why: { sentence: "It was dismissed by Naomi Okafor." } }],
  });
  expect((await api.request(`/api/v1/automation-starts/${one.start_id}/approve`, send("POST", {}))).status).toBe(409);
});

it("B-AUT-1: an admin starts it for one contact on record; a version saved twice is refused", async () => {
  const about = { connection_id: clio, provider_id: "1044" };
  const start = await api.ask<{ occasion: string; why: { sentence: string } }>(
    `/api/v1/automations/${automation_id}/starts`,
    send("POST", about),
    201,
  );
  expect(start).toMatchObject({ why: { sentence: "Naomi Okafor started it." } });
  const row = await api.ask<{ document: object }>(`/api/v1/automations/${automation_id}`);
  const save = () =>
    api.request(`/api/v1/automations/${automation_id}`, send("PUT", { name: "Hello", document: row.document, if_version: 1 }));
  expect((await save()).status).toBe(200);
  expect(await (await save()).json()).toMatchObject({ type: "/problems/automation-conflict", status: 409 });
});

it("members may pause and tick off; making automations and approving is for admins", async () => {
  const actor = { ...commandLine(api.firm.firm_id), member_id: api.firm.members.naomi };
  const { key } = await createApiKey(api.deps.accounts, actor, { name: "A member's", scopes: ["write"], expires_in_days: null });
  const ask = async (path: string, body: object) =>
    (await api.anonymous(path, send("POST", body, { authorization: `Bearer ${key}` }))).status;
  expect(await ask("/api/v1/automation-pauses", { kind: "contact", connection_id: clio, target_id: "1044" })).toBe(200);
  expect(await preview("1044")).toMatchObject({ would_start: "later", why: { code: "paused_contact" } });
  expect(await ask("/api/v1/automation-pauses/end", { kind: "contact", connection_id: clio, target_id: "1044" })).toBe(200);
  expect(await ask("/api/v1/automations", {})).toBe(403);
  expect(await ask(`/api/v1/automations/${automation_id}/switch`, { active: false })).toBe(403);
});

it("a template with a field that is not there, or without a word on its fallback, is refused with what to mend", async () => {
  const letter = { name: "X", subject: "X", body: "{{contact.shoe_size}} {{contact.name}}", fallbacks: {} };
  const answer = await (await api.request("/api/v1/automation-templates", send("POST", letter))).json();
  expect(answer).toMatchObject({ type: "/problems/invalid-request", errors: [{ path: "body" }, { path: "fallbacks.contact.name" }] });
});
