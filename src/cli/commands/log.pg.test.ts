/** `privity log`, `outbox` and `delivery`: the commands over the real API, with what they print. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "../../api/app.ts";
import type { Activity } from "../../api/contract/activities.ts";
import { openTestApi, type TestApi } from "../../api/test_api.ts";
import { CliError, type Output } from "../output.ts";
import type { Program } from "../program.ts";
import { activitiesCommand, logCommand, type LogOptions } from "./log.ts";
import { changeDeliveries, deliveryCommand, outboxCommand, restoredCommand } from "./outbox.ts";

let api: TestApi;
let dir: string;
let program: Program;
const naomi = { connection: "clio", author: "naomi@hartwellosei.example" };

beforeAll(async () => {
  api = await openTestApi();
  dir = mkdtempSync(join(tmpdir(), "privity-log-"));
  // All that these commands use of it.
  const used: Pick<Program, "db" | "outbox" | "portal" | "apiFor"> = {
    db: api.db,
    outbox: api.deps.outbox,
    portal: api.deps.portal,
    apiFor: (actor) => createApi(api.deps, { actor }),
  };
  program = used as Program;
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await api?.close();
});

/** What a command gave, and how a person reads it. */
async function run(command: (output: Output) => Promise<void>): Promise<{ value: unknown; lines: string[] }> {
  const results: { value: unknown; lines: string[] }[] = [];
  await command({ json: false, result: (value, lines) => void results.push({ value, lines: lines() }), note: () => {} });
  return results[0]!;
}
async function log(kind: Activity["kind"], contact: string, options: LogOptions): Promise<{ value: Activity; lines: string[] }> {
  const { value, lines } = await run((output) => logCommand(program, output, kind, contact, { ...naomi, ...options }));
  return { value: value as Activity, lines };
}
const idOf = (activity: Activity) => activity.deliveries[0]!.delivery_id;
const failure = (work: Promise<unknown>) =>
  work.then(
    () => "",
    (error: unknown) => (error instanceof CliError ? error.message : String(error)),
  );

test("each kind is logged with its own options, and says what becomes of it", async () => {
  const path = join(dir, "Deed.pdf");
  writeFileSync(path, "the deed");
  const note = await log("note", "1042", { body: "Fine", matter: "5012" });
  expect(note.value).toMatchObject({ kind: "note", source: "command_line", author: { name: "Naomi Okafor" }, matter_id: "5012" });
  expect(note.lines[1]).toContain(idOf(note.value));
  const call = await log("call", "1045", { body: "Called", number: "646 555 0177", at: "2026-11-20T10:00:00Z", in: true });
  expect(call.value).toMatchObject({ direction: "in", address: "+16465550177", occurred_at: "2026-11-20T10:00:00.000Z" });
  expect((await log("email", "1044", { subject: "Deed", body: "<p>See it", html: true, file: [path] })).value).toMatchObject({
    direction: "out",
    body: "See it",
    files: [{ name: "Deed.pdf", media_type: "application/pdf", size: 8 }],
  });
  const document = await log("document", "1042", { file: path });
  expect(document.value.kept_here).toBe(true);
  expect(document.lines[0]).toContain("nothing is written to the provider");
  const listed = await run((output) => activitiesCommand(program, output, "1042", { connection: "clio", limit: "10" }));
  expect(listed.lines.join("\n")).toMatch(/document .* Deed\.pdf .* stays in Privity\n.* note .* Fine /);
});

test("what is wrong is told in words, with the field", async () => {
  expect(await failure(log("note", "1042", { body: " " }))).toMatch(/\n {2}body: must not be blank$/);
  expect(await failure(log("note", "1042", { body: "x", author: "nobody@x.example" }))).toContain("--author naomi@hartwellosei.example");
  expect(await failure(log("note", "1042", { body: "x", at: "soon" }))).toContain("2026-11-21T06:00:00Z");
  expect(await failure(log("email", "1042", { subject: "x" }))).toContain("Mateo Rivera");
  expect(await failure(log("text", "1042", { body: "x", file: ["/nowhere"] }))).toBe("/nowhere cannot be read");
});

test("B-WRB-6: the outbox is summed up, listed, told of one by one, cancelled and sent again by ids or by a filter", async () => {
  const card = (await log("card", "1044", { subject: "Birthday" })).value;
  const options = { connection: "clio", limit: "50" };
  const sums = await run((output) => outboxCommand(program, output, options));
  expect(sums.lines.join("\n")).toMatch(/queued: \d/);
  const change = (what: "retry" | "cancel", ids: string[], more: object = {}) =>
    run((output) => changeDeliveries(program, output, what, ids, { limit: "50", ...more }));
  expect((await change("cancel", [idOf(card)])).value).toMatchObject({ done: [idOf(card)] });
  const listed = await run((output) => outboxCommand(program, output, { ...options, state: "cancelled" }));
  expect(listed.lines.join("\n")).toContain(idOf(card));
  const story = await run((output) => deliveryCommand(program, output, idOf(card), {}));
  expect(story.lines.join("\n")).toMatch(/card about Walter Stone, by Naomi Okafor[^]*cancelled: command line/);
  expect((await change("retry", [], { state: "cancelled", kind: "card" })).value).toMatchObject({ done: [idOf(card)] });
  expect(await failure(change("cancel", []))).toContain("Say which");
  expect(await failure(change("cancel", [idOf(card)], { kind: "card" }))).toContain("not both");
});

test("F31: after a backup was put back, what waits is looked up before anything is sent", async () => {
  const { value } = await run((output) => restoredCommand(program, output));
  expect((value as { looked_up: number }).looked_up).toBeGreaterThan(0);
  const { rows } = await api.db.pool.query("select connection_id from portal_clock where doubt_since is not null");
  expect(rows.length).toBeGreaterThan(0);
  const sums = await run((output) => outboxCommand(program, output, { connection: "clio", limit: "50" }));
  expect(sums.lines.join("\n")).not.toMatch(/queued: /);
});
