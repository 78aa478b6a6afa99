/**
 * `Idempotency-Key` on POSTs: who does not know whether a request arrived sends it again with the same key and gets the first one's
 * answer, for 24 hours; the same key with another request is a mistake and told as such. Only what was done is kept: a refusal (a run under
 * way, too many requests, a mistake in the body) or a failure has changed nothing, and trying again with the same key is the point.
 */
import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { Context, MiddlewareHandler } from "hono";
import type { Vault } from "../connections/vault.ts";
import type { Tables } from "../db/tables.ts";
import type { Actor } from "../model/actor.ts";
import { actorOf } from "./actor.ts";
import type { ApiDeps } from "./deps.ts";
import { isUpload } from "./guard.ts";
import { Problem } from "./problems.ts";
import { claimKey, dropAnswers, giveKeyBack, keepAnswer, listSealedAnswers, replaceAnswer, type KeptAnswer } from "./store_idempotency.ts";

const KEEP_MS = 24 * 3_600_000;
/** Longer than any request is at work. */
const ABANDONED_MS = 5 * 60_000;
const SWEEP_EVERY_MS = 3_600_000;
const KEPT_HEADERS = ["content-type", "location"];

interface Place {
  firm_id: string;
  key_hash: Buffer;
}

export function idempotency(deps: ApiDeps): MiddlewareHandler {
  let swept = 0;
  return async (c, next) => {
    const key = c.req.header("idempotency-key");
    if (c.req.method !== "POST" || key === undefined || !c.get("actor")) return next();
    if (key.length < 1 || key.length > 255) throw wrongKey();
    const now = deps.clock.now().getTime();
    if (now - swept > SWEEP_EVERY_MS) {
      swept = now;
      await dropAnswers(deps.db.kysely, new Date(now - KEEP_MS).toISOString());
    }
    const place = placeOf(actorOf(c), key);
    const request_hash = hash([c.req.path, c.req.url.split("?")[1] ?? "", await bodyOf(c)]);
    const kept = await claimKey(deps.db.kysely, {
      ...place,
      request_hash,
      at: new Date(now).toISOString(),
      abandoned_before: new Date(now - ABANDONED_MS).toISOString(),
    });
    if (kept) return answerAgain(deps, place, request_hash, kept);
    await next();
    await keep(deps, c, place);
  };
}

/** An upload is told by its address, which may name its hash, and its length: its bytes pass by once. */
const bodyOf = async (c: Context): Promise<string> => (isUpload(c) ? (c.req.header("content-length") ?? "") : c.req.text());

/** Keys of one are not keys of another. */
function placeOf(actor: Actor, key: string): Place {
  return { firm_id: actor.firm_id, key_hash: hash([actor.via, actor.member_id ?? "", key]) };
}

/** The same for what is stored with the key for good, so that a request whose answer was never kept makes nothing twice. Null: no key came. */
export function sourceKey(c: Context): string | null {
  const key = c.req.header("idempotency-key");
  return key === undefined ? null : placeOf(actorOf(c), key).key_hash.toString("hex");
}

async function answerAgain(deps: ApiDeps, place: Place, request_hash: Buffer, kept: KeptAnswer): Promise<Response> {
  if (!kept.request_hash.equals(request_hash))
    throw new Problem("idempotency-mismatch", "The key came before, with another address or body.");
  if (kept.status === null || kept.body === null || kept.key_id === null)
    throw new Problem("request-in-progress", "The first request with this key has not been answered yet.");
  const body = await deps.vault.open(answerBox(place, kept.key_id), kept.body);
  return new Response(body, { status: kept.status, headers: { ...kept.headers, "idempotency-replayed": "true" } });
}

async function keep(deps: ApiDeps, c: Context, place: Place): Promise<void> {
  const { status } = c.res;
  if (status >= 400) return giveKeyBack(deps.db.kysely, place);
  const key_id = await deps.vault.keyId(place.firm_id);
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = c.res.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  const body = await deps.vault.seal(answerBox(place, key_id), await c.res.clone().text());
  await keepAnswer(deps.db.kysely, place, { status, headers, key_id, body });
}

/** The answers kept for a firm, sealed with its newest key; gives how many. */
export async function resealAnswers(db: Kysely<Tables>, vault: Vault, firm_id: string): Promise<number> {
  const rows = await listSealedAnswers(db, firm_id);
  const key_id = await vault.keyId(firm_id);
  for (const row of rows) {
    const body = await vault.open(answerBox(row, row.key_id), row.body);
    await replaceAnswer(db, row, { key_id, body: await vault.seal(answerBox(row, key_id), body) });
  }
  return rows.length;
}

/** Sealed, since an answer may hold a secret that is shown once. */
export const answerBox = (place: Place, key_id: string) =>
  ({
    firm_id: place.firm_id,
    connection_id: place.key_hash.toString("hex"),
    column: "idempotent_answer",
    token_version: 1,
    key_id,
  }) as const;

const wrongKey = () =>
  new Problem("invalid-request", "The header Idempotency-Key must hold 1 to 255 characters.", {
    errors: [{ path: "Idempotency-Key", message: "must hold 1 to 255 characters" }],
  });

const hash = (parts: string[]) => createHash("sha256").update(JSON.stringify(parts)).digest();
