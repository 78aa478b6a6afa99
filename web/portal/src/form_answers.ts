/**
 * Answers as they are typed: kept on this device at once, at the server a moment later, and again once there is a network. A revision counts
 * on from the one that the server had: of two devices the later one counts, and the other one is told.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import type { PortalForm, SavedAnswers } from "../../../src/api/contract/forms.ts";
import { ask, Refused } from "./api.ts";

export type Value = PortalForm["answers"][string]["value"];
type Kept = PortalForm["answers"];
export type Saving = "quiet" | "saving" | "saved" | "offline";

const PAUSE_MS = 800;
const RETRY_MS = 10_000;
const keptIn = (request_id: string) => `form ${request_id}`;

export const forgetKept = (request_id: string): void => localStorage.removeItem(keptIn(request_id));

/** Handed in elsewhere, taken back, or of a closed matter: it takes nothing any more. */
export const isOver = (error: Refused): boolean => error.status === 404 || error.status === 409;

/** What was typed here and is not at the server yet. */
function readKept(request_id: string): Kept {
  try {
    return (JSON.parse(localStorage.getItem(keptIn(request_id)) ?? "{}") ?? {}) as Kept;
  } catch {
    return {};
  }
}

export interface Answering {
  values: Record<string, Value>;
  saving: Saving;
  /** What another device said later. */
  newer: Kept;
  faults: Record<string, string>;
  setFaults(faults: Record<string, string>): void;
  set(key: string, value: Value): void;
  /** True: that one; false: this device's. */
  settle(key: string, theirs: boolean): void;
  /** Everything is at the server. Throws Refused. */
  flush(): Promise<void>;
  /** Where another device said something else, and nobody has chosen yet. */
  unsettled(): string[];
  forget(): void;
}

/** `over` is called once the form takes nothing any more. */
export function useAnswers(form: PortalForm, over: () => void): Answering {
  const { request_id } = form;
  const [unsaved] = useState(() => readKept(request_id));
  const pending = useRef<Kept>(unsaved);
  const revisions = useRef<Record<string, number>>(
    Object.fromEntries(Object.entries({ ...form.answers }).map(([key, { revision }]) => [key, revision])),
  );
  const [values, setValues] = useState<Record<string, Value>>(() =>
    Object.fromEntries(Object.entries({ ...form.answers, ...unsaved }).map(([key, { value }]) => [key, value])),
  );
  const [saving, setSaving] = useState<Saving>("quiet");
  const elsewhere = useRef<Kept>({});
  const [newer, showNewer] = useState<Kept>({});
  const setNewer = useCallback((next: Kept) => {
    elsewhere.current = next;
    showNewer(next);
  }, []);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const running = useRef<Promise<void> | null>(null);
  const timer = useRef<number>(undefined);

  const keep = useCallback(() => {
    if (Object.keys(pending.current).length === 0) localStorage.removeItem(keptIn(request_id));
    else localStorage.setItem(keptIn(request_id), JSON.stringify(pending.current));
  }, [request_id]);

  const sendAll = useCallback(async () => {
    while (Object.keys(pending.current).length > 0) {
      const sent = { ...pending.current };
      setSaving("saving");
      const { data } = await ask<SavedAnswers>("PATCH", `/forms/${request_id}`, { answers: sent });
      for (const [key, entry] of Object.entries(sent)) if (pending.current[key] === entry) delete pending.current[key];
      for (const [key, revision] of Object.entries(data.saved)) revisions.current[key] = Math.max(revisions.current[key] ?? 0, revision);
      keep();
      const open = Object.entries(elsewhere.current).filter(([key]) => data.saved[key] === undefined);
      setNewer({ ...Object.fromEntries(open), ...data.newer });
      setFaults((now) => ({ ...now, ...data.faults }));
    }
    const all = Object.keys(elsewhere.current).length === 0;
    setSaving((now) => (now === "saving" ? (all ? "saved" : "quiet") : now));
  }, [request_id, keep, setNewer]);

  /** One at a time; whoever comes meanwhile waits for it and looks again. */
  const flush = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    while (running.current) await running.current.catch(() => undefined);
    running.current = sendAll().finally(() => (running.current = null));
    return running.current;
  }, [sendAll]);

  const later = useCallback(
    (ms: number) => {
      const wait = (pause_ms: number) => {
        clearTimeout(timer.current);
        timer.current = window.setTimeout(() => {
          flush().catch((error: unknown) => {
            if (!(error instanceof Refused)) throw error;
            if (error.type === "portal-sign-in-needed") window.dispatchEvent(new Event("signed-out"));
            if (isOver(error)) return over();
            setSaving("offline");
            if (error.status === 0 || error.status === 429 || error.status >= 500) wait(RETRY_MS);
          });
        }, pause_ms);
      };
      wait(ms);
    },
    [flush, over],
  );

  useEffect(() => {
    if (Object.keys(pending.current).length > 0) later(0);
    const online = () => later(0);
    window.addEventListener("online", online);
    return () => {
      window.removeEventListener("online", online);
      clearTimeout(timer.current);
    };
  }, [later]);

  const put = (key: string, value: Value) => {
    const next = (revisions.current[key] ?? 0) + 1;
    // Another change after one that is on its way, or whose answer was lost, is a later one.
    const known = pending.current[key]?.revision ?? 0;
    pending.current[key] = { value, revision: Math.max(next, running.current ? known + 1 : known) };
    keep();
    later(PAUSE_MS);
  };

  return {
    ...{ values, saving, newer, faults, setFaults, flush },
    unsettled: () => Object.keys(elsewhere.current),
    set(key, value) {
      setValues((now) => ({ ...now, [key]: value }));
      setFaults(({ [key]: _mended, ...others }) => others);
      put(key, value);
    },
    settle(key, theirs) {
      const there = newer[key];
      if (!there) return;
      revisions.current[key] = there.revision;
      const { [key]: _settled, ...others } = elsewhere.current;
      setNewer(others);
      setFaults(({ [key]: _mended, ...left }) => left);
      if (theirs) setValues((now) => ({ ...now, [key]: there.value }));
      else put(key, values[key] ?? null);
    },
    forget() {
      pending.current = {};
      keep();
    },
  };
}
