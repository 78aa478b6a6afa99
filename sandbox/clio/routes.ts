/** Which part of the API a path names. Paths are taken with and without `.json` (clio.md 1.1). */
import type { TableName } from "./rows.ts";
import { LISTS } from "./lists.ts";

export const API = "/api/v4";

export type Route =
  | { kind: "list"; table: TableName; pattern: string }
  | { kind: "single"; table: TableName; id: number; pattern: string }
  | { kind: "who_am_i"; pattern: string }
  | { kind: "people"; matter_id: number; what: "contacts" | "related_contacts" | "client"; pattern: string }
  | { kind: "versions"; document_id: number; pattern: string }
  | { kind: "activate"; id: number; pattern: string }
  | { kind: "unknown"; pattern: string };

const isTable = (text: string | undefined): text is TableName => text !== undefined && Object.hasOwn(LISTS, text);

export function routeOf(pathname: string): Route {
  const path = pathname.slice(API.length).replace(/\.json$/, "");
  const pattern = API + path.replaceAll(/\/\d+/g, "/{id}");
  const [, first, second, third, rest] = path.split("/");
  if (rest !== undefined || !isTable(first)) return { kind: "unknown", pattern };
  if (second === undefined) return { kind: "list", table: first, pattern };
  if (first === "users" && second === "who_am_i" && third === undefined) return { kind: "who_am_i", pattern };
  if (!/^\d+$/.test(second)) return { kind: "unknown", pattern };
  const id = Number(second);
  if (third === undefined) return { kind: "single", table: first, id, pattern };
  if (first === "matters" && (third === "contacts" || third === "related_contacts" || third === "client")) {
    return { kind: "people", matter_id: id, what: third, pattern };
  }
  if (first === "documents" && third === "versions") return { kind: "versions", document_id: id, pattern };
  return first === "webhooks" && third === "activate" ? { kind: "activate", id, pattern } : { kind: "unknown", pattern };
}
