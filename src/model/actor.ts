/** Who does something: a person at the page, a program with an API key, or somebody at the command line. */

export const SCOPES = ["read", "write", "admin"] as const;
/** Each includes the ones before it. */
export type Scope = (typeof SCOPES)[number];

export const ROLES = ["admin", "member"] as const;
export type Role = (typeof ROLES)[number];

export interface Actor {
  firm_id: string;
  /** Null for the command line. */
  member_id: string | null;
  name: string;
  role: Role;
  via: "session" | "api_key" | "command_line";
  /** What an API key may do; null: whatever the role may. */
  scopes: readonly Scope[] | null;
  /** Where the request came from; left out: no request brought it. */
  address?: string | null;
}

/** Somebody at the command line has the database anyway. */
export const commandLine = (firm_id: string): Actor => ({
  firm_id,
  member_id: null,
  name: "command line",
  role: "admin",
  via: "command_line",
  scopes: null,
});
