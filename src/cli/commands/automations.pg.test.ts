/** `privity automations`: the commands over the real API, with what they print. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "../../api/app.ts";
import { openTestApi, send, type TestApi } from "../../api/test_api.ts";
import { evaluateAll } from "../../automations/evaluate.ts";
import type { Program } from "../program.ts";
import {
  automationFinding,
  decideBatchCommand,
  listAutomationsCommand,
  listBatchesCommand,
  pauseCommand,
  showAutomationCommand,
  whyAutomationsCommand,
} from "./automations.ts";

let api: TestApi;
let program: Program;
const told: string[] = [];
const output = { json: false, result: (_value: unknown, lines: () => string[]) => void told.push(...lines()), note: () => {} };
beforeAll(async () => {
  api = await openTestApi();
  // All that these commands use of it.
  const used: Pick<Program, "db" | "apiFor"> = { db: api.db, apiFor: (actor) => createApi(api.deps, { actor }) };
  program = used as Program;
  const letter = { name: "Welcome letter", subject: "Welcome", body: "Welcome.", fallbacks: {} };
  const { template_id } = await api.ask<{ template_id: string }>("/api/v1/automation-templates", send("POST", letter), 201);
  const document = {
    trigger: { kind: "new_client" },
    conditions: [{ kind: "lacks_tag", tag: "No newsletter" }],
    steps: [
      { kind: "email", template_id },
      { kind: "wait", days: 3, hours: 0 },
    ],
  };
  const { automation_id } = await api.ask<{ automation_id: string }>(
    "/api/v1/automations",
    send("POST", { name: "Welcome", document }),
    201,
  );
  await api.ask(`/api/v1/automations/${automation_id}/switch`, send("POST", { active: true }));
  await api.db.pool.query("update connection set first_synced_at = now() where connection_id = $1", [api.firm.clio]);
  await evaluateAll(api.deps, api.firm.firm_id);
});
afterAll(() => api?.close());

async function lines(work: Promise<void>): Promise<string[]> {
  told.length = 0;
  await work;
  return told.map((line) => line.replace(/ {2,}/g, " | ").trim());
}

test("B-AUT-3: what there is, what one does and for whom, and why it did not start for a contact", async () => {
  const [, row] = await lines(listAutomationsCommand(program, output, {}));
  expect(row).toMatch(/^[0-9a-f-]{36} \| on \| Welcome \| 5 \| 0 \| never$/);
  const shown = await lines(showAutomationCommand(program, output, "Welcome", { limit: "2" }));
  expect(shown.slice(1, 5)).toEqual([
    "| starts: when somebody becomes a client for the first time",
    "| if: does not have the tag No newsletter",
    "| 1. send “Welcome letter”",
    "| 2. wait 3 days 0 hours",
  ]);
  expect(shown.at(-1)).toBe("… more: raise --limit");
  const why = await lines(whyAutomationsCommand(program, output, "1042", { connection: "clio", limit: "20" }));
  expect(why[0]).toMatch(/^First known to be a client .+ \(first_sync\)\.$/);
  expect(why[1]).toMatch(/^Welcome: held since .+ – It was found by the first sync of this connection\. \[B-AUT-2\]$/);
  expect(why[2]).toBe("| to do: Approve or dismiss the batch.");
  await expect(showAutomationCommand(program, output, "Welcom", { limit: "2" })).rejects.toThrow("There is no automation Welcom");
});

test("B-AUT-2: a batch is approved only by whoever says how many it holds now", async () => {
  const [, row] = await lines(listBatchesCommand(program, output, {}));
  expect(row).toMatch(/ \| 5 would start \| Welcome: 5 \| It was found by the first sync of this connection\.$/);
  const batch_id = row!.slice(0, 36);
  const approve = (options: { confirm?: string }) => decideBatchCommand(program, output, "approve", batch_id, options);
  await expect(approve({})).rejects.toThrow(
    "5 would start: It was found by the first sync of this connection. Say it again with --confirm 5",
  );
  await expect(approve({ confirm: "4" })).rejects.toThrow("--confirm 5");
  expect(await lines(approve({ confirm: "5" }))).toEqual(["5 start now; the recipient guard is asked for each."]);
  await expect(approve({ confirm: "5" })).rejects.toThrow("holds nothing");
  expect(await lines(listBatchesCommand(program, output, {}))).toEqual(["Nothing is held in a batch."]);
  expect((await lines(listBatchesCommand(program, output, { all: true })))[1]).toContain("approved");
});

test("B-AUT-4: automations are paused for the firm or one contact, and go on", async () => {
  const firm = await lines(pauseCommand(program, output, true, { until: "2099-01-01T00:00:00Z" }));
  expect(firm).toEqual(["Paused:", "| the whole firm, by command line, until 2099-01-01T00:00:00.000Z"]);
  const both = await lines(pauseCommand(program, output, true, { connection: "clio", contact: "1044" }));
  expect(both).toHaveLength(3);
  expect(await lines(pauseCommand(program, output, false, {}))).toEqual([
    "Paused:",
    "| contact 1044 (clio), by command line, until somebody ends it",
  ]);
  expect(await lines(pauseCommand(program, output, false, { connection: "clio", contact: "1044" }))).toEqual(["Nothing is paused."]);
  await expect(pauseCommand(program, output, true, { contact: "1", matter: "2" })).rejects.toThrow("not both");
});

test("`privity doctor` says whether what starts by itself comes through, and what to do where it does not", async () => {
  const look = (url: string, later_ms = 0) =>
    automationFinding({
      db: api.db,
      sync: { clock: { now: () => new Date(api.deps.clock.now().getTime() + later_ms) } },
      config: { url },
    });
  expect(await look("https://firm.example")).toEqual({ what: "Automations", ok: true, says: "1 switched on" });
  expect(await look("http://127.0.0.1:8790")).toMatchObject({ ok: true, says: expect.stringContaining("without https") });
  const { firm_id, clio } = api.firm;
  for (const [state, reason] of [
    ["needs_review", "unknown"],
    ["queued", "no_mail_server"],
  ])
    await api.db.pool.query(
      `insert into automation_send (firm_id, send_id, connection_id, start_id, step, contact_id, template_id, state, reason, since, created_at, message_id)
      select firm_id, gen_random_uuid(), $2, start_id, $3, contact_id, gen_random_uuid(), $4, $5, now(), now(), 'm' from automation_start where firm_id = $1 limit 1`,
      [firm_id, clio, state === "queued" ? 1 : 0, state, reason],
    );
  const { ok, says } = await look("https://firm.example", 3_600_000);
  expect(ok).toBe(false);
  expect(says).toContain("1 e-mails may have left");
  expect(says).toContain("1 e-mails wait for a mail server: set one up at the page Mail");
  // The approved ones of the test before, which nobody carries on here.
  expect(says).toContain("5 steps are overdue");
});
