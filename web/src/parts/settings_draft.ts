/**
 * What somebody has changed and not put in force yet. It stays through a reload and a failed request (the browser keeps it for this tab), and
 * knows which version it began from, so that another person's version is noticed and nothing typed is lost.
 */
import { useEffect, useState } from "react";
import type { SettingsAnswer } from "../api.ts";
import { isSame, type Document } from "./setting_document.ts";

interface Kept {
  version: number;
  base: Document;
  draft: Document;
}

export interface Draft {
  document: Document;
  dirty: boolean;
  /** What the draft began from, where that is no longer what is in force. */
  outdated: { version: number; base: Document } | null;
  change(document: Document): void;
  /** These are in force now, or were given up. */
  drop(): void;
  /** Goes on from what is in force now, with these values. */
  goOn(document: Document): void;
}

/** Whoever signs in after somebody in the same tab does not meet the other's draft. */
export function useDraft(connection_id: string, member_id: string, settings: SettingsAnswer): Draft {
  const place = `privity.settings.${member_id}.${connection_id}`;
  const [kept, setKept] = useState<Kept | null>(() => read(place));
  const store = (next: Kept | null) => {
    const worth = next && !isSame(next.base, next.draft) ? next : null;
    setKept(worth);
    try {
      if (worth) sessionStorage.setItem(place, JSON.stringify(worth));
      else sessionStorage.removeItem(place);
    } catch {
      // A browser that keeps nothing: the draft lives as long as the page.
    }
  };
  const dirty = kept !== null;
  useWarning(dirty);
  return {
    document: kept?.draft ?? settings.document,
    dirty,
    outdated: kept && kept.version !== settings.version ? { version: kept.version, base: kept.base } : null,
    change: (draft) => store({ version: kept?.version ?? settings.version, base: kept?.base ?? settings.document, draft }),
    drop: () => store(null),
    goOn: (draft) => store({ version: settings.version, base: settings.document, draft }),
  };
}

function read(place: string): Kept | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "null") as Partial<Kept> | null;
    return typeof kept?.version === "number" && kept.base && kept.draft ? (kept as Kept) : null;
  } catch {
    return null;
  }
}

/** Other pages may be looked at meanwhile; only closing the tab loses the draft, and asks. */
function useWarning(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);
}
