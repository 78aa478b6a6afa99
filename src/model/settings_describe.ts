/** Every setting with its description, type and allowed values, for the screens, the API and the command line (B-WHY-5). */
import { z } from "zod";
import type { Provider } from "./kinds.ts";
import { defaultSettings } from "./presets.ts";
import { settingsSchema } from "./settings.ts";
import { LEFT_BY_PROVIDER, valueAt } from "./settings_check.ts";

export interface SettingDescription {
  path: string;
  description: string;
  /** "true or false", "choice", "text", "number", "list of …", "… or null". */
  type: string;
  /** Where the values can be listed: those that this provider leaves. */
  allowed: string[] | null;
  default: unknown;
}

type Node = z.core.JSONSchema.BaseSchema;

export function describeSettings(provider: Provider): SettingDescription[] {
  const defaults = defaultSettings(provider);
  return leaves(z.toJSONSchema(settingsSchema), "").map(([path, node]) => ({
    path,
    description: node.description ?? "",
    type: typeOf(node),
    allowed: allowedBy(provider, path, node)?.map((value) => (typeof value === "string" ? value : JSON.stringify(value))) ?? null,
    default: valueAt(defaults, path),
  }));
}

function allowedBy(provider: Provider, path: string, node: Node): readonly unknown[] | undefined {
  return LEFT_BY_PROVIDER[provider][path] ?? node.enum ?? (node.type === "boolean" ? [true, false] : undefined);
}

function leaves(node: Node, path: string): [string, Node][] {
  if (!node.properties) return [[path, node]];
  return Object.entries(node.properties).flatMap(([name, child]) => leaves(child as Node, path === "" ? name : `${path}.${name}`));
}

function typeOf(node: Node): string {
  if (node.anyOf) return node.anyOf.map((part) => typeOf(part)).join(" or ");
  if (node.enum) return "choice";
  if (node.type === "array") return `list of ${typeOf(node.items as Node)}`;
  if (node.type === "object") return `{ ${Object.keys(node.properties ?? {}).join(", ")} }`;
  return (
    { boolean: "true or false", string: "text", integer: "number", number: "number", null: "null" }[node.type as string] ??
    String(node.type)
  );
}
