/** A firm that texts, for tests: its account at a double of Twilio, and what the portal has of it. */
import { newId } from "../lib/ids.ts";
import type { By } from "../outbox/types.ts";
import { ACCOUNT_SID, AUTH_TOKEN, FROM, KEY_SECRET, KEY_SID, type Twilio } from "../texting/test_twilio.ts";
import { sendTexts } from "./send_texts.ts";
import { readTextAccount, type TextAccountRow } from "./store_text_account.ts";
import { readText, type TextOut } from "./store_texts.ts";
import { setTextAccount } from "./text_account.ts";
import { openPortal, plainSealer, shown, somebody, type Portal } from "./test_portal.ts";
import { writeText, type TextDraft } from "./texts.ts";
import type { TestDb } from "../db/testing.ts";

export interface Texting {
  portal: Portal;
  of: { firm_id: string; connection_id: string; contact_id: string; matter_id: string };
  /** Lucía's. */
  number: string;
  account: TextAccountRow;
  /** Ben writes; and it is tried at once. */
  text(body: string, draft?: Partial<TextDraft> & { matter_id?: string | null; contact_id?: string }): Promise<TextOut>;
  read(text_id: string): Promise<TextOut>;
  messages(): Promise<{ direction: string; author_name: string; body: string; way: string }[]>;
  activities(): Promise<
    { kind: string; direction: string; body: string; address: string | null; matter_id: string | null; source: string }[]
  >;
}

export const by: By = { name: "Ben Okoro", tell: async () => {} };

/** Lucía has a mobile and an open case; the firm's account goes with an API key. */
export async function openTexting(db: TestDb, twilio: Twilio, more: Record<string, unknown> = {}): Promise<Texting> {
  const portal = await openPortal(db);
  const { house, deps } = portal;
  const { firm_id, connection_id } = house;
  deps.texting = { sealer: plainSealer, provider_url: twilio.url, fetch: (request) => fetch(request) };
  // A round sends for all firms.
  await house.rows("update text_out set state = 'cancelled', due_at = null where state = 'queued'");
  const given = {
    account_sid: ACCOUNT_SID,
    api_key_sid: KEY_SID,
    api_key_secret: KEY_SECRET,
    auth_token: AUTH_TOKEN,
    sender: FROM,
    service_sid: "",
  };
  await db.transaction((trx) => setTextAccount(trx, plainSealer, firm_id, given, { name: "Ada", at: house.now().toISOString() }));
  // Nobody else's in all tests, as inbound texts and STOP are a number's within one firm only, but the double's are all firms'.
  const number = `+1212${2_000_000 + Math.floor(Math.random() * 7_999_999)}`;
  await house.put("contact", [somebody(1, "Lucia", firm_id, { cell_phone_number: number, ...more })]);
  await house.put("matter", [shown(51, 1, [1])]);
  await house.firstSync();
  const of = { firm_id, connection_id, contact_id: "1", matter_id: "51" };
  const read = async (text_id: string) => (await readText(db.kysely, firm_id, text_id))!;
  return {
    ...{ portal, of, number, read },
    account: (await readTextAccount(db.kysely, firm_id))!,
    async text(body, { matter_id = "51", contact_id = "1", ...draft } = {}) {
      const whole = { key: newId(), body, number: null, confirmed: false, ...draft };
      const text_id = await writeText(deps, { ...of, contact_id, matter_id }, whole, { member_id: house.ben, name: "Ben Okoro" }, by);
      await sendTexts(deps, { text_id });
      return read(text_id);
    },
    messages: () =>
      house.rows("select direction, author_name, body, way from portal_message where firm_id = $1 order by thread_id, seq", [firm_id]),
    activities: () =>
      house.rows(
        "select kind, direction, body, address, matter_id, source from activity where firm_id = $1 order by occurred_at, activity_id",
        [firm_id],
      ),
  };
}
