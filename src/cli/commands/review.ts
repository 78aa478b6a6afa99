/** `privity settings history|preview|rollback`: what changed and when, what a change would do, and back again (B-WHY-3, B-WHY-4). */
import { listSettingsVersions, readSettings, readSettingsVersion, SettingsMoved } from "../../connections/store_settings.ts";
import { newId } from "../../lib/ids.ts";
import { commandLine } from "../../model/actor.ts";
import type { Settings } from "../../model/settings.ts";
import { parseSettings } from "../../model/settings_check.ts";
import { diffSettings, type SettingChange } from "../../model/settings_diff.ts";
import { applyPreview, PreviewRefused, runPreview } from "../../projection/preview.ts";
import type { PreviewOutcome } from "../../projection/preview_lists.ts";
import { insertPreview, readPreview } from "../../projection/store_preview.ts";
import { putSettings } from "../../projection/put_settings.ts";
import { telling } from "../acting.ts";
import { chooseConnection } from "../choose.ts";
import { CliError, table, type Output } from "../output.ts";
import type { Program } from "../program.ts";
import { changedSettings, problemLine } from "./settings.ts";

const SHOWN = 20;

export async function settingsHistory(program: Program, output: Output, options: { connection?: string; limit: string }): Promise<void> {
  const connection = await chooseConnection(program, options.connection);
  const limit = Number(options.limit);
  const rows = await listSettingsVersions(program.db.kysely, connection, null, limit + 1);
  const versions = rows.slice(0, limit).map(({ settings, ...version }) => {
    const before = rows.find((row) => row.version === version.version - 1);
    return { ...version, changes: before ? diffSettings(before.settings, settings) : [] };
  });
  output.result(versions, () =>
    versions.flatMap(({ version, created_at, created_by, note, changes }) => [
      `${version}  ${created_at}  ${created_by}${note ? `: ${note}` : ""}`,
      ...changes.map(changeLine),
    ]),
  );
}

/** Says what the change would do; `--apply` puts it in force when nothing has moved meanwhile. */
export async function previewSettings(
  program: Program,
  output: Output,
  path: string,
  text: string | undefined,
  options: { connection?: string; apply?: boolean },
): Promise<void> {
  const connection = await chooseConnection(program, options.connection);
  const { version, settings: before } = await readSettings(program.db.kysely, connection);
  const settings = await changedSettings(connection.provider, before, path, text);
  const clock = program.sync.clock;
  const deps = { db: program.db, mapper: program.connectors[connection.provider].mapper, clock };
  const preview_id = newId(clock);
  const at = clock.now().toISOString();
  const { name } = commandLine(connection.firm_id);
  await program.db.transaction(async (trx) => {
    await insertPreview(trx, connection, { preview_id, settings, base_version: version, created_by: name, at });
    await telling(connection.firm_id, "settings.preview", connection.connection_id, { preview_id })(trx);
  });
  await runPreview(deps, connection, preview_id);
  const preview = await readPreview(program.db.kysely, connection, preview_id);
  if (!preview?.outcome) throw new CliError(preview?.error ?? "The preview was taken over by another one");
  const changes = diffSettings(before, settings);
  const applied = options.apply ? await apply(program, deps, connection, preview_id) : null;
  output.result({ connection_id: connection.connection_id, changes, outcome: preview.outcome, applied_version: applied }, () => [
    ...changes.map(changeLine),
    ...outcomeLines(preview.outcome!),
    applied === null
      ? "Nothing has been changed. Add --apply to put it in force."
      : `Version ${applied} of the settings is in force; every contact follows it.`,
  ]);
}

type Deps = Parameters<typeof runPreview>[0];
type Connection = Awaited<ReturnType<typeof chooseConnection>>;

async function apply(program: Program, deps: Deps, connection: Connection, preview_id: string): Promise<number> {
  const at = deps.clock.now().toISOString();
  try {
    const version = await applyPreview(deps, connection, preview_id, { actor: commandLine(connection.firm_id), note: null, at });
    await program.project(connection.connection_id, { kind: "settings", id: String(version) }, false);
    return version;
  } catch (error) {
    if (error instanceof PreviewRefused || error instanceof SettingsMoved) throw new CliError(error.message);
    throw error;
  }
}

export async function rollBackSettings(program: Program, output: Output, wanted: string, options: { connection?: string }): Promise<void> {
  const connection = await chooseConnection(program, options.connection);
  const earlier = /^\d{1,9}$/.test(wanted) ? await readSettingsVersion(program.db.kysely, connection, Number(wanted)) : null;
  if (!earlier) throw new CliError(`There is no version ${wanted}; \`privity settings history\` lists them`);
  const read = parseSettings(connection.provider, earlier);
  if (!read.ok) throw new CliError(`Version ${wanted} cannot stand any more:\n${read.problems.map(problemLine).join("\n")}`);
  const before = await readSettings(program.db.kysely, connection);
  const version = await write(program, connection, read.settings, `Back to version ${wanted}`, before.version);
  await program.project(connection.connection_id, { kind: "settings", id: String(version) }, false);
  const changes = diffSettings(before.settings, read.settings);
  output.result({ connection_id: connection.connection_id, version, changes }, () => [
    ...changes.map(changeLine),
    `Version ${version}, which says what version ${wanted} said, is in force; every contact follows it.`,
  ]);
}

async function write(program: Program, connection: Connection, settings: Settings, note: string, if_version: number): Promise<number> {
  const at = program.sync.clock.now().toISOString();
  try {
    return await putSettings(program.db, commandLine(connection.firm_id), connection, { settings, note, at, if_version });
  } catch (error) {
    if (error instanceof SettingsMoved) throw new CliError(error.message);
    throw error;
  }
}

const changeLine = ({ path, old, new: now }: SettingChange): string => `    ${path}: ${JSON.stringify(old)} → ${JSON.stringify(now)}`;

function outcomeLines({ contacts, changed, states, groups, matters }: PreviewOutcome): string[] {
  const moved = Object.entries(states).filter(([, { before, after }]) => before > 0 || after > 0);
  const rows = groups
    .slice(0, SHOWN)
    .map(({ list, count, sample }) => [String(count), list, `e.g. ${sample.map(({ name }) => name).join(", ")}`]);
  return [
    `${contacts} contacts gone through, ${changed} would change.`,
    ...table([["STATE", "NOW", "THEN"], ...moved.map(([state, { before, after }]) => [state, String(before), String(after)])]),
    ...(rows.length > 0 ? table([["CONTACTS", "WHAT", ""], ...rows]) : []),
    ...(groups.length > SHOWN ? [`and ${groups.length - SHOWN} more lists; --json gives all`] : []),
    ...(matters.changed > 0
      ? [`${matters.changed} matters would change, ${matters.left_out} be left out, ${matters.taken_in} be taken in.`]
      : []),
  ];
}
