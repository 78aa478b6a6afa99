/** A sandbox on a clock that stands still, and short ways to ask it. */
import { createClock } from "../kit/clock.ts";
import { createMyCaseSandbox } from "./sandbox.ts";
import type { MyCaseOptions, MyCaseSandbox } from "./types.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export function still(options: Partial<MyCaseOptions> = {}): MyCaseSandbox {
  const { switches, ...rest } = options;
  const clock = createClock({ mode: "manual", start: "2026-10-05T15:00:00Z" });
  return createMyCaseSandbox({ filling: { firm: "imaginary" }, clock, switches: { rate_limit: null, ...switches }, ...rest });
}

export function get(sandbox: MyCaseSandbox, path: string, token: string = sandbox.grant().access_token): Promise<Response> {
  const url = path.startsWith("http") ? path : `http://mycase.sandbox/v1/${path}`;
  return sandbox.fetch(new Request(url, { headers: { authorization: `Bearer ${token}` } }));
}

export function send(
  sandbox: MyCaseSandbox,
  method: "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
  token: string = sandbox.grant().access_token,
): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  return sandbox.fetch(new Request(`http://mycase.sandbox/v1/${path}`, { method, headers, ...json }));
}

export type Json = Record<string, unknown> & { id: number };

export async function rows(sandbox: MyCaseSandbox, path: string, token?: string): Promise<Json[]> {
  const answer = await get(sandbox, path, token);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as Json[];
}

export const nextOf = (answer: Response): string | null => /^<(.+)>; rel="next"$/.exec(answer.headers.get("link") ?? "")?.[1] ?? null;

/** All rows of a list, page by page, and how many requests that took. */
export async function walk(
  sandbox: MyCaseSandbox,
  path: string,
  token: string = sandbox.grant().access_token,
): Promise<{ rows: Json[]; requests: number }> {
  const all: Json[] = [];
  let requests = 0;
  for (let url: string | null = path; url !== null;) {
    const answer: Response = await get(sandbox, url, token);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    all.push(...((await answer.json()) as Json[]));
    requests++;
    url = nextOf(answer);
  }
  return { rows: all, requests };
}

export function postTokens(sandbox: MyCaseSandbox, body: Record<string, string>, form = false): Promise<Response> {
  const full = { client_id: "privity-sandbox", client_secret: "privity-sandbox-secret", ...body };
  return sandbox.fetch(
    new Request("http://mycase.sandbox/tokens", {
      method: "POST",
      headers: { "content-type": form ? "application/x-www-form-urlencoded" : "application/json" },
      body: form ? new URLSearchParams(full).toString() : JSON.stringify(full),
    }),
  );
}
