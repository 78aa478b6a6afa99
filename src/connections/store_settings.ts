/** The settings of a connection: versions are added, never changed (B-WHY-4). */
import { sql, type Kysely } from "kysely";
import type { Tables } from "../db/tables.ts";
import type { Settings } from "../model/settings.ts";

type Db = Kysely<Tables>;

export interface SettingsVersion {
  version: number;
  settings: Settings;
  note: string | null;
  created_by: string;
  created_at: string;
}

export class SettingsMoved extends Error {
  override readonly name = "SettingsMoved";
}

/** The settings in force. Every connection has version 1 from the moment it is made. */
export async function readSettings(db: Db, owner: { firm_id: string; connection_id: string }): Promise<SettingsVersion> {
  const { rows } = await sql<SettingsVersion>`
    select version, document as settings, note, created_by, created_at from settings_version
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} order by version desc limit 1`.execute(db);
  if (!rows[0]) throw new Error(`connection ${owner.connection_id} has no settings; connect it again`);
  return rows[0];
}

export async function readSettingsVersion(
  db: Db,
  owner: { firm_id: string; connection_id: string },
  version: number,
): Promise<Settings | null> {
  const { rows } = await sql<{ settings: Settings }>`
    select document as settings from settings_version
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and version = ${version}`.execute(db);
  return rows[0]?.settings ?? null;
}

/** The newest first; `before`: only those below this number. */
export async function listSettingsVersions(
  db: Db,
  owner: { firm_id: string; connection_id: string },
  before: number | null,
  limit: number,
): Promise<SettingsVersion[]> {
  const { rows } = await sql<SettingsVersion>`
    select version, document as settings, note, created_by, created_at from settings_version
    where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id} and (${before}::int is null or version < ${before}::int)
    order by version desc limit ${limit}`.execute(db);
  return rows;
}

/** Adds a version on top of `if_version` (null: of whatever is there). Throws SettingsMoved when somebody else was faster. */
export async function writeSettings(
  db: Db,
  owner: { firm_id: string; connection_id: string },
  input: { settings: Settings; note: string | null; created_by: string; at: string; if_version: number | null },
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into settings_version (firm_id, connection_id, version, document, note, created_by, created_at)
    select ${owner.firm_id}, ${owner.connection_id}, coalesce(max(version), 0) + 1, ${JSON.stringify(input.settings)}::text::jsonb, ${input.note},
      ${input.created_by}, ${input.at}::timestamptz
    from settings_version where firm_id = ${owner.firm_id} and connection_id = ${owner.connection_id}
    having ${input.if_version}::int is null or coalesce(max(version), 0) = ${input.if_version}::int
    on conflict do nothing
    returning version`.execute(db);
  if (!rows[0]) throw new SettingsMoved("somebody else changed the settings meanwhile; read them again and repeat your change");
  return rows[0].version;
}
