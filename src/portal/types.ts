/** The nouns of the clients' portal: who may look in, what they may see of, and how it says no. */
import type { Kysely } from "kysely";
import type { Db } from "../db/pool.ts";
import type { Tables } from "../db/tables.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { SendMail } from "../lib/mail.ts";
import type { Connector } from "../model/connector.ts";
import type { Provider } from "../model/kinds.ts";
import type { Language } from "../model/language.ts";
import type { FileSpace } from "../outbox/files.ts";
import type { Outbox } from "../outbox/types.ts";
import type { TextingDeps } from "./text_account.ts";

export type PortalDb = Kysely<Tables>;

export type { Language } from "../model/language.ts";

/** A contact who may sign in. */
export interface PortalPerson {
  firm_id: string;
  connection_id: string;
  contact_id: string;
  access_id: string;
  name: string;
  email: string;
  language: Language;
}

export interface PortalMatterAccess {
  matter_id: string;
  title: string;
  /** It is closed: to be read for a while, and nothing goes in. */
  read_only: boolean;
}

export type RefusedCode = "not_found" | "read_only" | "not_signed_in" | "invalid" | "too_large" | "wrong_type" | "too_many";

/** Said no. What is another's and what is not there are the same "not_found". */
export class PortalRefused extends Error {
  override readonly name = "PortalRefused";
  readonly code: RefusedCode;
  constructor(code: RefusedCode, message = "") {
    super(message);
    this.code = code;
  }
}

export interface PortalDeps {
  db: Db;
  clock: Clock;
  log: Log;
  /** Where browsers reach us. */
  url: string;
  connectors: Record<Provider, Pick<Connector, "mapper">>;
  /** What clients write and send is an activity, and is written back (B-WRB-1). */
  outbox: Outbox;
  files: FileSpace;
  /** Through which a firm's letters leave; null: there is no mail server yet, they wait. */
  mailer(firm_id: string): Promise<SendMail | null>;
  /** Through which a firm's texts go, where it has set that up. */
  texting: TextingDeps;
  /** Sends the mail that waits, without waiting for it. */
  deliverMail(): void;
  /** Work that nobody waits for; it is finished before the program ends. */
  inBackground(work: Promise<unknown>): void;
}
