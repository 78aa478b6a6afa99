/**
 * A client in a few lines: lists contacts, then follows what happens. Typed by the API's own document (`api.d.ts`).
 *
 *   PRIVITY_URL=http://127.0.0.1:8790 PRIVITY_API_KEY=… node examples/client/follow.ts
 *
 * An admin makes the key (scope `read`) under "API keys". What was seen last is kept in a file, so that nothing is missed over a restart.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { paths } from "./api.d.ts";

const { PRIVITY_URL = "http://127.0.0.1:8790", PRIVITY_API_KEY = "", PLACE_FILE = "privity.place", ONCE } = process.env;
const api = createClient<paths>({ baseUrl: PRIVITY_URL, headers: { authorization: `Bearer ${PRIVITY_API_KEY}` } });

async function listContacts(): Promise<void> {
  for (let after: string | undefined; ;) {
    const { data, error } = await api.GET("/api/v1/contacts", { params: { query: { limit: 200, ...(after ? { after } : {}) } } });
    if (error) throw new Error(`${error.title}: ${error.detail} ${error.next}`);
    for (const contact of data.items)
      console.log(`${contact.provider} ${contact.provider_id}  ${contact.name}  ${contact.tags.join(", ")}`);
    if (data.next === null) return;
    after = data.next;
  }
}

async function follow(): Promise<void> {
  let after = existsSync(PLACE_FILE) ? readFileSync(PLACE_FILE, "utf8") : undefined;
  for (;;) {
    const { data, error } = await api.GET("/api/v1/events", { params: { query: after ? { after } : {} } });
    if (error) throw new Error(`${error.title}: ${error.detail} ${error.next}`);
    for (const event of data.items) console.log(`${event.timestamp} ${event.type} ${JSON.stringify(event.data)}`);
    // Only when all of them are dealt with: after a crash the rest comes again.
    after = data.next;
    writeFileSync(`${PLACE_FILE}.next`, after);
    renameSync(`${PLACE_FILE}.next`, PLACE_FILE);
    if (data.more) continue;
    if (ONCE) return;
    await sleep(2_000);
  }
}

await listContacts();
await follow();
