/** What a matter's page has besides where it stands: each a page of its own, fetched when it is opened. */
import { lazy, type ComponentType } from "react";
import type { PortalMatter } from "./api.ts";
import type { Language } from "./words.ts";

export interface SectionProps {
  matter: PortalMatter;
  /** When it was read, where there is no network; null: it is fresh. */
  seen_at: string | null;
}

export interface Section {
  /** Its part of the address: /matters/{matter_id}/{key} */
  key: string;
  title: Record<Language, string>;
  page: ComponentType<SectionProps>;
}

export const section = (
  key: string,
  title: Record<Language, string>,
  load: () => Promise<{ default: ComponentType<SectionProps> }>,
): Section => ({ key, title, page: lazy(load) });

export const SECTIONS: Section[] = [
  section("messages", { en: "Messages", es: "Mensajes" }, () => import("./messages.tsx")),
  section("documents", { en: "Documents", es: "Documentos" }, () => import("./documents.tsx")),
  section("forms", { en: "Forms", es: "Formularios" }, () => import("./forms.tsx")),
];
