/** `privity settings get|set`: the settings document of a connection, whole or by one dotted path. */
import { readSettings, SettingsMoved } from "../../connections/store_settings.ts";
import { commandLine } from "../../model/actor.ts";
import type { Provider } from "../../model/kinds.ts";
import type { Settings } from "../../model/settings.ts";
import { parseSettings, setSetting, valueAt, type SettingsProblem, type SettingsResult } from "../../model/settings_check.ts";
import { describeSettings } from "../../model/settings_describe.ts";
import { putSettings } from "../../projection/put_settings.ts";
import { chooseConnection } from "../choose.ts";
import { CliError, type Output } from "../output.ts";
import type { Program } from "../program.ts";

export async function getSettings(
  program: Program,
  output: Output,
  path: string | undefined,
  options: { connection?: string },
): Promise<void> {
  const connection = await chooseConnection(program, options.connection);
  const { version, settings } = await readSettings(program.db.kysely, connection);
  const value = path === undefined ? settings : valueAt(settings, path);
  if (value === undefined) throw new CliError(`There is no setting ${path}; \`privity settings get\` lists all`);
  const described = describeSettings(connection.provider).filter(
    (entry) => path === undefined || entry.path === path || entry.path.startsWith(`${path}.`),
  );
  output.result({ connection_id: connection.connection_id, version, settings: value }, () =>
    described.flatMap((entry) => [`${entry.path} = ${JSON.stringify(valueAt(settings, entry.path))}`, `    ${entry.description}`]),
  );
}

/** `path value`, or `-` and the whole document on standard input. */
export async function setSettings(
  program: Program,
  output: Output,
  path: string,
  text: string | undefined,
  options: { connection?: string },
): Promise<void> {
  const connection = await chooseConnection(program, options.connection);
  const { version, settings } = await readSettings(program.db.kysely, connection);
  const changed = await changedSettings(connection.provider, settings, path, text);
  const at = program.sync.clock.now().toISOString();
  try {
    const change = { settings: changed, note: null, at, if_version: version };
    const written = await putSettings(program.db, commandLine(connection.firm_id), connection, change);
    await program.project(connection.connection_id, { kind: "settings", id: String(written) }, false);
    output.result({ connection_id: connection.connection_id, version: written, settings: changed }, () => [
      `Version ${written} of the settings is in force; every contact follows it.`,
    ]);
  } catch (error) {
    if (error instanceof SettingsMoved) throw new CliError(error.message);
    throw error;
  }
}

/** The settings with what was asked for, or a CliError that says what is wrong with it. */
export async function changedSettings(provider: Provider, settings: Settings, path: string, text: string | undefined): Promise<Settings> {
  const result: SettingsResult =
    path === "-" ? parseSettings(provider, parseJson(await readAll())) : setSetting(provider, settings, path, parseValue(needed(text)));
  if (!result.ok) throw new CliError(result.problems.map(problemLine).join("\n"));
  return result.settings;
}

export const problemLine = ({ path, message, allowed }: SettingsProblem): string =>
  `${path || "settings"}: ${message}${allowed ? `; allowed: ${allowed.join(", ")}` : ""}`;

function needed(text: string | undefined): string {
  if (text === undefined) throw new CliError("Say the value too: privity settings set <path> <value>");
  return text;
}

/** JSON where it is JSON, a plain text otherwise: `open` needs no quotes. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliError(`Standard input is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readAll(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) text += chunk as string;
  return text;
}
