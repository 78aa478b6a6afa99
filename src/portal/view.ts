/** What a person reads: their matters, and one of them (B-MAT-3 to 9). */
import { readSettings } from "../connections/store_settings.ts";
import { asClient, type ClientSees } from "../projection/as_client.ts";
import { clientWords, type ClientWords } from "../projection/client_words.ts";
import { readMatter } from "../projection/store_lists_matters.ts";
import { readProject } from "../projection/store_lists_projects.ts";
import { isClosed, isReadable, readableUntil } from "./person.ts";
import { readAsOf, readMattersOf, type MatterRow } from "./store_matters.ts";
import type { Notice } from "./store_notices.ts";
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
  const [rows, words, as_of] = await Promise.all([readMattersOf(db, person, null), readWords(db, person), readAsOf(db, person)]);
  const items = rows.filter((row) => isReadable(row, now));
  return {
    items: items.map((row) => ({
      ...{ matter_id: row.matter_id, title: row.title, phase: phaseOf(row, words), opened_on: row.opened_on },
      read_only: isClosed(row),
    })),
    as_of,
  };
}

/** In the person's own language. */
const readWords = async (db: PortalDb, person: PortalPerson): Promise<ClientWords> =>
  clientWords((await readSettings(db, person)).settings.projects, person.language);

const phaseOf = ({ type, phase }: Pick<MatterRow, "type" | "phase">, words: ClientWords): string | null =>
  type === null || phase === null ? phase : (words.phase(type, phase)?.name ?? phase);

/** The steps that they were told of, as the matter's type calls them now. */
export async function phasesTold(db: PortalDb, person: PortalPerson, notices: readonly Notice[]): Promise<(string | null)[]> {
  if (notices.every(({ why }) => why["phase"] === undefined)) return notices.map(() => null);
  const [rows, words] = await Promise.all([readMattersOf(db, person, null), readWords(db, person)]);
  const types = new Map(rows.map(({ matter_id, type }) => [matter_id, type]));
  return notices.map(({ matter_id, why }) => phaseOf({ type: types.get(matter_id) ?? null, phase: why["phase"] ?? null }, words));
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
  const role = project.view.participants.find((one) => one.contact_id === person.contact_id)?.role ?? "";
  return {
    ...asClient(project.view, matter.view, settings.projects, person.language),
    matter_id,
    role: clientWords(settings.projects, person.language).participant(role),
    read_only: isClosed(row),
    readable_until: readableUntil(row),
    as_of: as_of ?? row.worked_out_at,
  };
}
