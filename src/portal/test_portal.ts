/** The portal of an imaginary MyCase firm, for tests: letters are read where they wait, notices where they were handed to. */
import { connectors } from "../connectors/index.ts";
import type { TestDb } from "../db/testing.ts";
import { matter, openHouse, person, STAFF, type House } from "../automations/test_house.ts";
import type { Letter } from "../lib/mail.ts";
import type { ProjectSettings } from "../model/settings_projects.ts";
import { fileSpace } from "../outbox/files.ts";
import { createOutbox } from "../outbox/outbox.ts";
import { askForLink, signInByLink, type SignInOutcome } from "./sign_in.ts";
import { recognise } from "./sessions.ts";
import type { TextSealer } from "./text_account.ts";
import type { Language, PortalDeps, PortalPerson } from "./types.ts";
import { portalWork } from "./work.ts";

export interface Portal {
  house: House;
  deps: PortalDeps;
  /** What left by notice. */
  told: Letter[];
  /** Fails every sending with this; null: it goes well. */
  fail(error: Error | null): void;
  /** Asks for a link, at a browser; the letters of this firm that came of it. */
  ask(email: string, browser?: string, language?: Language): Promise<{ to: string; subject: string; text: string; token: string }[]>;
  /** Everything that runs behind has ended. */
  settled(): Promise<void>;
  open(token: string, browser?: string): Promise<SignInOutcome>;
  /** Signs in by letter. */
  enter(email: string, browser?: string): Promise<{ person: PortalPerson; token: string }>;
  look(): Promise<void>;
  audit(action: string): Promise<{ actor: string; target: string; detail: Record<string, unknown> }[]>;
  notices(): Promise<{ contact_id: string; occasion: string; state: string; reason: string | null; address: string | null }[]>;
}

const phase = (name: string, stage: string) => ({
  name,
  happened: `${name}: this has happened.`,
  next: `After ${name} comes this.`,
  stages: [stage],
});

export const PROJECTS: Partial<ProjectSettings> = {
  on: true,
  types: [
    { name: "Family", matches: ["Family Law"], fields: [], phases: [phase("Filed", "Petition"), phase("Negotiation", "Settlement")] },
  ],
  shown: { matters: "all", field: null },
  notified: { matters: "all", field: null },
  participants: { rule: "by_group", groups: [{ group: "Spouse", role: "Spouse" }] },
  team_roles: [{ role: "Your attorney", titles: ["Partner"], show_phone: false, show_email: true }],
};

export async function openPortal(db: TestDb, projects: Partial<ProjectSettings> = {}): Promise<Portal> {
  const house = await openHouse(db);
  const told: Letter[] = [];
  const behind: Promise<unknown>[] = [];
  let failing: Error | null = null;
  const { clock, log } = house.deps;
  const deps: PortalDeps = {
    ...{ db, clock, log, url: "https://portal.marsh.example", connectors },
    outbox: createOutbox({
      ...{ db, providers: connectors, clock, log },
      session: () => Promise.reject(new Error("nothing is written here")),
      random: () => 0.5,
      open_file: () => {
        throw new Error("there are no files here");
      },
      ready: async () => {},
    }),
    files: fileSpace({ data_dir: "nowhere", max_file_bytes: 0, s3: null }),
    mailer: async () => async (letter) => {
      if (failing) throw failing;
      told.push(letter);
    },
    texting: { sealer: plainSealer, provider_url: "http://twilio.invalid", fetch },
    deliverMail: () => {},
    inBackground: (work) => void behind.push(work),
  };
  await house.put("people_group", [{ id: 8, name: "Spouse" }, { id: 9, name: "Witness" }]); // oxfmt-ignore
  await house.put("staff", STAFF);
  await house.set((settings) => ({ ...settings, projects: { ...settings.projects, ...PROJECTS, ...projects } }));
  const settled = async () => void (await Promise.all(behind.splice(0)));
  const letters = () =>
    house.rows<{ to: string; subject: string; text: string }>(
      "select recipient as to, subject, body as text from mail where firm_id = $1 order by created_at, mail_id",
      [house.firm_id],
    );
  const portal: Portal = {
    ...{ house, deps, told, settled },
    fail: (error) => void (failing = error),
    async ask(email, browser = "phone", language = "en") {
      const before = (await letters()).length;
      await askForLink(deps, { email, browser_token: browser, language, place: null });
      await settled();
      return (await letters())
        .slice(before)
        .map((letter) => ({ ...letter, token: /\/portal\/sign-in#(\S+)/.exec(letter.text)?.[1] ?? "" }));
    },
    open: (token, browser = "phone") => signInByLink(deps, token, { browser_token: browser, browser: "", place: null }),
    async enter(email, browser = "phone") {
      const [letter] = await portal.ask(email, browser);
      const done = await portal.open(letter!.token, browser);
      if (done.outcome !== "signed_in") throw new Error(done.outcome);
      return { person: (await recognise(deps, done.session_token))!.person, token: done.session_token };
    },
    look: () => portalWork(deps, { firm_id: house.firm_id }),
    audit: (action) =>
      house.rows("select actor, target, detail from audit where firm_id = $1 and action = $2 order by audit_id", [house.firm_id, action]),
    notices: () =>
      house.rows("select contact_id, occasion, state, reason, address from portal_notice where firm_id = $1 order by notice_id", [
        house.firm_id,
      ]),
  };
  return portal;
}

/** Boxes without locks; `text_account.pg.test.ts` has the real ones. */
export const plainSealer: TextSealer = {
  keyId: async () => "00000000-0000-0000-0000-000000000001",
  seal: async (place, text) => Buffer.from(JSON.stringify([place.firm_id, place.column, place.token_version, text])),
  open: async (place, box) => {
    const [firm_id, column, version, text] = JSON.parse(box.toString()) as [string, string, number, string];
    if (firm_id !== place.firm_id || column !== place.column || version !== place.token_version) throw new Error("another's box");
    return text;
  },
};

/** A person whose address is nobody else's in all tests. */
export const somebody = (id: number, first_name: string, firm_id: string, more: Record<string, unknown> = {}) =>
  person(id, first_name, { email: `${first_name.toLowerCase()}.${firm_id.slice(-8)}@rivera.example`, ...more });
export const addressOf = (first_name: string, { house }: Portal): string =>
  `${first_name.toLowerCase()}.${house.firm_id.slice(-8)}@rivera.example`;

/** A case with its first stage. */
export const shown = (id: number, payer: number, people: number[], more: Record<string, unknown> = {}) =>
  matter(id, payer, people, { case_stage: "Petition", ...more });
