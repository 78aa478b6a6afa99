/** Whether a settings document can stand, said with the path and the allowed values where it cannot; and how one value is changed. */
import type { z } from "zod";
import { PROVIDER_NAMES, type Provider } from "./kinds.ts";
import { defaultSettings, presetsFor } from "./presets.ts";
import { PRESETS, settingsSchema, type PresetName, type Settings } from "./settings.ts";

export interface SettingsProblem {
  path: string;
  message: string;
  /** Where the values can be listed. */
  allowed?: string[];
}

export type SettingsResult = { ok: true; settings: Settings } | { ok: false; problems: SettingsProblem[] };

/** What one provider does not have: for these settings, the values that are left (sections 4, 6, 7, 8 and 14 of the behaviour book). */
export const LEFT_BY_PROVIDER: Record<Provider, Record<string, readonly unknown[]>> = {
  clio: {
    preset: presetsFor("clio"),
    "sync.leads": [false],
    "contacts.scope": ["clients", "clients_and_related", "everyone"],
    "tags.people_group": [false],
  },
  mycase: {
    preset: presetsFor("mycase"),
    "contacts.scope": ["all", "on_matters_and_payers", "main_clients"],
    "owner.role": ["lead", "originating"],
    "tags.related_practice_area.on": [false],
    "tags.relationships": [false],
    "tags.related_contacts": [false],
    "tags.matter_stage.on": [false],
    "tags.personal": [false],
    "tags.company": [false],
    "tags.country": [false],
    "key_facts.custom_dates": [[]],
  },
};

/** What is not said is as in the preset that the document names, so that a document stays good when a setting is added. */
export function parseSettings(provider: Provider, document: unknown): SettingsResult {
  const parsed = settingsSchema.safeParse(isObject(document) ? filled(document, baseFor(provider, document["preset"])) : document);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, provider)) };
  const problems = Object.entries(LEFT_BY_PROVIDER[provider])
    .filter(([path, left]) => !left.some((value) => isSame(value, valueAt(parsed.data, path))))
    .map(([path, left]) => ({ path, message: `${PROVIDER_NAMES[provider]} does not have this`, allowed: left.map(shown) }));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings: parsed.data };
}

/** The settings with one value changed: `setSetting("clio", settings, "tags.city", true)`. */
export function setSetting(provider: Provider, settings: Settings, path: string, value: unknown): SettingsResult {
  const document: Record<string, unknown> = structuredClone(settings);
  const names = path.split(".");
  const last = names.pop() as string;
  let place: unknown = document;
  for (const [depth, name] of names.entries()) {
    if (!isObject(place) || !Object.hasOwn(place, name)) return unknownSetting(names.slice(0, depth + 1).join("."), place);
    place = place[name];
  }
  if (!isObject(place) || !Object.hasOwn(place, last)) return unknownSetting(path, place);
  place[last] = value;
  return parseSettings(provider, document);
}

function unknownSetting(path: string, place: unknown): SettingsResult {
  const problem: SettingsProblem = { path, message: "There is no such setting" };
  if (isObject(place)) problem.allowed = Object.keys(place);
  return { ok: false, problems: [problem] };
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function baseFor(provider: Provider, preset: unknown): Settings {
  return defaultSettings(provider, PRESETS.includes(preset as PresetName) ? (preset as PresetName) : undefined);
}

/** The document over the defaults; only objects are merged, a list is taken as it is. Unknown names stay, to be refused. */
function filled(document: Record<string, unknown>, defaults: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...defaults };
  for (const [name, value] of Object.entries(document)) {
    const known = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    result[name] = isObject(value) && isObject(known) ? filled(value, known) : value;
  }
  return result;
}

function problemsOf(issue: z.core.$ZodIssue, provider: Provider): SettingsProblem[] {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const place = valueAt(defaultSettings(provider), path);
    const allowed = isObject(place) ? { allowed: Object.keys(place) } : {};
    return issue.keys.map((key) => ({ path: path === "" ? key : `${path}.${key}`, message: "There is no such setting", ...allowed }));
  }
  if (issue.code === "invalid_value") {
    const left = LEFT_BY_PROVIDER[provider][path] ?? issue.values;
    return [{ path, message: "Must be one of the allowed values", allowed: left.map(shown) }];
  }
  if (issue.code === "invalid_type" && issue.expected === "boolean")
    return [{ path, message: "Must be true or false", allowed: ["true", "false"] }];
  return [{ path, message: issue.message }];
}

export function valueAt(document: unknown, path: string): unknown {
  let place = document;
  for (const name of path === "" ? [] : path.split(".")) place = isObject(place) && Object.hasOwn(place, name) ? place[name] : undefined;
  return place;
}

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
