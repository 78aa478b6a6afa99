/** `privity projects`: the command over the real API, with what it prints. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "../../api/app.ts";
import { clock, openTestApi, type TestApi } from "../../api/test_api.ts";
import { readSettings, writeSettings } from "../../connections/store_settings.ts";
import { connectors } from "../../connectors/index.ts";
import { project } from "../../projection/driver.ts";
import type { Program } from "../program.ts";
import { projectsCommand } from "./projects.ts";

let api: TestApi;
let program: Program;
beforeAll(async () => {
  api = await openTestApi();
  // All that this command uses of it.
  const used: Pick<Program, "db" | "apiFor"> = { db: api.db, apiFor: (actor) => createApi(api.deps, { actor }) };
  program = used as Program;
});
afterAll(() => api?.close());

async function lines(): Promise<string[]> {
  const told: string[][] = [];
  await projectsCommand(program, { json: false, result: (_, words) => void told.push(words()), note: () => {} }, { connection: "clio" });
  return told[0]!;
}

test("B-MAT-3: what is not mapped is told with how many open matters hang on it; off, that clients see nothing", async () => {
  expect(await lines()).toEqual(["Clients see no matters: the setting projects.on is false."]);
  const owner = { firm_id: api.firm.firm_id, connection_id: api.firm.clio };
  const { settings } = await readSettings(api.db.kysely, owner);
  const phases = [{ name: "Filed", happened: "", next: "", stages: ["Petition"] }];
  const types = [{ name: "Divorce", matches: ["Family Law"], fields: [], phases }];
  const team_roles = [{ role: "Your attorney", titles: ["Partner"], show_phone: false, show_email: false }];
  const on = { ...settings, projects: { ...settings.projects, on: true, types, team_roles } };
  await writeSettings(api.db.kysely, owner, {
    settings: on,
    note: null,
    created_by: "test",
    at: clock.now().toISOString(),
    if_version: null,
  });
  await project({ db: api.db, mapper: connectors.clio.mapper, clock }, owner, { kind: "settings", id: "2" });
  const found = await lines();
  expect(found.slice(0, 3)).toEqual([
    "0 of 2 open matters have a phase (0 %); 1 have a type.",
    "0 matters are shown to clients; 0 have their clients told by message; messages pause for 1.",
    "Main clients who cannot be reached: 0 skipped, 1 a company, 0 not found, 0 nobody.",
  ]);
  expect(found.slice(3).map((line) => line.replace(/ {2,}/g, " | ").trim())).toEqual([
    "",
    "NO TYPE FOR | OPEN MATTERS",
    "Estate Planning | 1",
    "",
    "NO PHASE FOR | TYPE | OPEN MATTERS",
    "(nothing) | Divorce | 1",
    "",
    "NOBODY HAS THE TITLE | ROLE",
    "Partner | Your attorney",
  ]);
});
