/** The way to the server. Types come from the API's contract; the server holds every answer against it in its own tests. */
import { useCallback, useContext, useEffect, useState } from "react";
import { GivenContext } from "./first.ts";

export type {
  PortalMatter,
  PortalMatters,
  PortalMe,
  PortalNotices,
  PortalPreferences,
  PortalSessions,
} from "../../../src/api/contract/portal.ts";

export const API = "/portal/api/v1";

/** `status` 0: the server could not be reached. `type`: as the API says it, such as `matter-closed`. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;
  readonly type: string;
  /** Which parts of what was sent do not fit. */
  readonly errors: readonly { path: string; message: string }[];
  constructor(status: number, type: string, errors: Refused["errors"] = []) {
    super(type);
    this.status = status;
    this.type = type;
    this.errors = errors;
  }
}

export interface Answer<T> {
  data: T;
  /** When it was read, where it is an answer of before since there is no network; null: it is fresh. */
  seen_at: string | null;
}

/** What the first page needs is asked for before it is drawn. */
const begun = new Map<string, Promise<Response>>();
export function begin(path: string): void {
  const asked = fetch(API + path);
  // Whoever takes it meets the failure; until then it is nobody's.
  asked.catch(() => {});
  begun.set(path, asked);
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const early = init.method === undefined ? begun.get(path) : undefined;
  begun.delete(path);
  return early ?? fetch(API + path, init);
}

export async function ask<T>(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<Answer<T>> {
  const init: RequestInit =
    method === "GET" ? {} : { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}) };
  let response: Response;
  try {
    response = await send(path, init);
  } catch {
    throw new Refused(0, "offline");
  }
  const read = (await response.json().catch(() => null)) as { type?: string; errors?: Refused["errors"] } | null;
  if (!response.ok || read === null)
    throw new Refused(response.status, (read?.type ?? "").replace("/problems/", "") || "failed", read?.errors);
  return { data: read as T, seen_at: response.headers.get("x-seen-at") };
}

export type Loaded<T> = { state: "loading" } | { state: "refused"; refused: Refused } | ({ state: "there" } & Answer<T>);

/** What is at an address, read again when the page comes back to the front. */
export function useGet<T>(path: string): [Loaded<T>, () => Promise<void>] {
  const given = useContext(GivenContext);
  const [loaded, setLoaded] = useState<Loaded<T>>(() =>
    given?.has(path) ? { state: "there", data: given.get(path) as T, seen_at: null } : { state: "loading" },
  );
  const load = useCallback(async () => setLoaded(await read<T>(path)), [path]);
  useEffect(() => {
    if (!given?.drop(path)) void read<T>(path).then(setLoaded);
    const again = () => void (document.visibilityState === "visible" && load());
    document.addEventListener("visibilitychange", again);
    window.addEventListener("online", again);
    return () => {
      document.removeEventListener("visibilitychange", again);
      window.removeEventListener("online", again);
    };
  }, [path, load, given]);
  return [loaded, load];
}

async function read<T>(path: string): Promise<Loaded<T>> {
  try {
    return { state: "there", ...(await ask<T>("GET", path)) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.type === "portal-sign-in-needed") window.dispatchEvent(new Event("signed-out"));
    return { state: "refused", refused: error };
  }
}
