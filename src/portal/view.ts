/** What a person reads: their matters, and one of them (B-MAT-3 to 9). */
import { readSettings } from "../connections/store_settings.ts";
import { asClient, type ClientSees } from "../projection/as_client.ts";
import { readMatter } from "../projection/store_lists_matters.ts";
import { readProject } from "../projection/store_lists_projects.ts";
import { isClosed, isReadable, readableUntil } from "./person.ts";
import { readAsOf, readMattersOf } from "./store_matters.ts";
import { PortalRefused, type PortalDb, type PortalPerson } from "./types.ts";

export interface MatterLine {
  matter_id: string;
  title: string;
  read_only: boolean;
  /** Null: status and opened date stand for it (B-MAT-9). */
  phase: string | null;
  opened_on: string | null;
}

export interface MatterSeen extends ClientSees {
  matter_id: string;
  /** As which they take part. */
  role: string;
  read_only: boolean;
  readable_until: string | null;
  /** When the provider was last read to its end. */
  as_of: string;
}

export async function listMatters(db: PortalDb, person: PortalPerson, now: Date): Promise<{ items: MatterLine[]; as_of: string | null }> {
  const rows = (await readMattersOf(db, person, null)).filter((row) => isReadable(row, now));
  return {
    items: rows.map((row) => ({
      ...{ matter_id: row.matter_id, title: row.title, phase: row.phase, opened_on: row.opened_on },
      read_only: isClosed(row),
    })),
    as_of: await readAsOf(db, person),
  };
}

export async function readMatterSeen(db: PortalDb, person: PortalPerson, matter_id: string, now: Date): Promise<MatterSeen> {
  const [row] = await readMattersOf(db, person, matter_id);
  if (!row || !isReadable(row, now)) throw new PortalRefused("not_found");
  const [matter, project, { settings }, as_of] = await Promise.all([
    readMatter(db, person, matter_id),
    readProject(db, person, matter_id),
    readSettings(db, person),
    readAsOf(db, person),
  ]);
  if (!matter || !project) throw new PortalRefused("not_found");
  return {
    ...asClient(project.view, matter.view, settings.projects),
    matter_id,
    role: project.view.participants.find((one) => one.contact_id === person.contact_id)?.role ?? "",
    read_only: isClosed(row),
    readable_until: readableUntil(row),
    as_of: as_of ?? row.worked_out_at,
  };
}
