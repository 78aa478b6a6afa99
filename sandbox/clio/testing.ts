/** What the sandbox's own tests share. */
import { createClock } from "../kit/clock.ts";
import type { ClioSandbox, ClioSandboxOptions } from "./sandbox.ts";
import { createClioSandbox } from "./sandbox.ts";

export const START = "2026-10-01T16:00:00Z";

/** A small generated firm on a clock that stands still, without a rate limit; webhooks go nowhere. */
export function createTestSandbox(options: Partial<ClioSandboxOptions> = {}): ClioSandbox {
  return createClioSandbox({
    filling: { firm: "generated", seed: 7, contacts: 450, matters: 120, relationships: 90 },
    clock: createClock({ mode: "manual", start: START }),
    deliver: async () => new Response(null, { status: 200 }),
    ...options,
    switches: { rate_limit: null, ...options.switches },
  });
}

export interface Asked {
  request: Request;
  status: number;
  headers: Headers;
  json: unknown;
}

const tokens = new WeakMap<ClioSandbox, string>();

/** One request to the API, as the administrator unless a token is given. */
export async function asked(
  sandbox: ClioSandbox,
  path: string,
  options: { token?: string; method?: string; json?: unknown; headers?: Record<string, string> } = {},
): Promise<Asked> {
  let token = options.token ?? tokens.get(sandbox);
  if (token === undefined) tokens.set(sandbox, (token = sandbox.grant().access_token));
  const url = path.startsWith("http") ? path : `http://clio.sandbox/api/v4/${path}`;
  const body = options.json === undefined ? {} : { body: JSON.stringify(options.json) };
  const headers = { authorization: `Bearer ${token}`, "user-agent": "Test/1.0", "content-type": "application/json", ...options.headers };
  const request = new Request(url, { method: options.method ?? "GET", headers, ...body });
  const answer = await sandbox.fetch(request.clone());
  const text = await answer.text();
  return { request, status: answer.status, headers: answer.headers, json: text === "" ? undefined : (JSON.parse(text) as unknown) };
}

export interface ListPage {
  data: Record<string, unknown>[];
  meta: { paging: { previous?: string; next?: string }; records?: number };
}

/** Every page of a list, by the links that the sandbox gives. */
export async function pages(sandbox: ClioSandbox, path: string, token?: string): Promise<ListPage[]> {
  const all: ListPage[] = [];
  for (let next: string | undefined = path; next !== undefined; next = all.at(-1)?.meta.paging.next) {
    const { status, json } = await asked(sandbox, next, token === undefined ? {} : { token });
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(json)}`);
    all.push(json as ListPage);
  }
  return all;
}

export const ids = (list: readonly ListPage[]): number[] => list.flatMap((page) => page.data.map((row) => row["id"] as number));
