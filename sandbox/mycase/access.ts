/** What a staff member may see: case access and feature permissions (fact sheet 1.3). */
import type { CaseLinks } from "./links.ts";
import type { MyCaseSwitches } from "./switches.ts";
import type { Case, Tables } from "./types.ts";

export const FEATURES = ["contacts", "cases", "leads", "notes", "calls", "messages", "documents", "custom_fields"] as const;
export type Feature = (typeof FEATURES)[number];

export interface UserAccess {
  /** "Manage your firm's preferences, billing, and payment options": without it nobody connects an app. */
  may_connect: boolean;
  cases: "all" | "linked";
  /** Features set to Hidden. */
  hidden: Feature[];
}

export class Access {
  readonly #users = new Map<number, UserAccess>();
  readonly #tables: Tables;
  readonly #links: CaseLinks;
  readonly #switches: MyCaseSwitches;

  constructor(tables: Tables, links: CaseLinks, switches: MyCaseSwitches) {
    this.#tables = tables;
    this.#links = links;
    this.#switches = switches;
  }

  of(user_id: number): UserAccess {
    let access = this.#users.get(user_id);
    if (!access) {
      if (!this.#tables.staff.get(user_id)) throw new Error(`No staff ${user_id}`);
      this.#users.set(user_id, (access = { may_connect: false, cases: "all", hidden: [] }));
    }
    return access;
  }

  /** The first active staff member who may connect. */
  firstConnector(): number {
    for (const staff of this.#tables.staff.scan()) if (staff.active && this.of(staff.id).may_connect) return staff.id;
    throw new Error("No active staff member may connect");
  }

  seesAll(user_id: number): boolean {
    return this.of(user_id).cases === "all";
  }

  seesCase(user_id: number, row: Case): boolean {
    return this.seesAll(user_id) || row.staff.some((one) => one.id === user_id);
  }

  seesParty(user_id: number, kind: "clients" | "companies", id: number): boolean {
    if (this.seesAll(user_id) || this.#switches.linked_user_contacts === "all") return true;
    return this.#links.casesOf(kind, id).some((case_id) => {
      const row = this.#tables.cases.get(case_id);
      return row !== undefined && this.seesCase(user_id, row);
    });
  }
}
