/** What one seed does: how the provider is, which faults it has, and what happens during which run. Pure chance from the seed. */
import type { ClioSwitches } from "../sandbox/clio/switches.ts";
import { createRandom, type Random } from "../sandbox/kit/random.ts";
import { FAULTS, type FaultName } from "../sandbox/kit/types.ts";
import type { MyCaseSwitches } from "../sandbox/mycase/switches.ts";
import type { Provider } from "../src/model/kinds.ts";
import type { Settings } from "../src/model/settings.ts";
import { LIST_FAULTS, OUTAGES, type ListFault, type Outage } from "./wire.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Event =
  | {
      do:
        | "burst"
        | "edit"
        | "insert"
        | "relink"
        | "turn"
        | "rename"
        | "blank"
        | "remove_one"
        | "recreate"
        | "merge"
        | "race"
        | "poison"
        | "heal"
        | "restore_all"
        | "unhide"
        | "settings"
        | "unreadable";
    }
  | { do: "remove_many" | "hide_many"; share: number }
  | { do: "huge" }
  | { do: "expire"; times: number }
  | { do: "storm"; fault: FaultName; times: number }
  | { do: "limit"; limit: number }
  | { do: "pause"; ms: number }
  | { do: "outage"; kind: Outage; ms: number }
  | { do: "lists"; rate: number; faults: readonly ListFault[] };

export interface Episode {
  mode: "incremental" | "full";
  /** How long after the run before. */
  gap_ms: number;
  /** At which request of this run each happens; 0: before it starts. */
  events: { at: number; event: Event }[];
}

export interface Scenario {
  seed: number;
  provider: Provider;
  page_size: number;
  parallel: number;
  hidden_status: 403 | 404;
  timeout_ms: number;
  switches: Partial<ClioSwitches> & Partial<MyCaseSwitches>;
  rates: Partial<Record<FaultName, number>>;
  episodes: Episode[];
  /** Faults that hide what an incremental run could have read: then only a full run can be asked for everything. */
  gentle: boolean;
}

const LIMITED = FAULTS.filter((fault) => fault.startsWith("limited_429"));
/** These take real time, or make rows go missing, which a gentle seed has none of. */
const ROUGH: readonly FaultName[] = ["row_vanishes", "slow_body"];

export function drawScenario(seed: number): Scenario {
  const random = createRandom(seed * 7919 + 13);
  for (let i = 0; i < 5; i++) random.next();
  const provider: Provider = seed % 2 === 0 ? "clio" : "mycase";
  const gentle = random.int(4) === 0;
  const rates = drawRates(random, gentle);
  return {
    seed,
    provider,
    page_size: 4 + random.int(9),
    parallel: random.int(4) === 0 ? 3 : 1,
    hidden_status: random.pick([403, 404]),
    timeout_ms: rates.slow_body && random.int(2) === 0 ? 250 : 30_000,
    switches: provider === "clio" ? clioSwitches(random, gentle) : mycaseSwitches(random, gentle),
    rates,
    episodes: drawEpisodes(random, gentle),
    gentle,
  };
}

function drawRates(random: Random, gentle: boolean): Scenario["rates"] {
  const rates: Scenario["rates"] = {};
  const many = 3 + random.int(6);
  for (let i = 0; i < many; i++) {
    const fault = random.pick(FAULTS);
    if (gentle && ROUGH.includes(fault)) continue;
    if (fault === "redirect_other_host") rates[fault] = 0.004; // ends a run at once
    else if (fault === "slow_body") rates[fault] = 0.008;
    else rates[fault] = 0.01 + random.next() * 0.04;
  }
  return rates;
}

function clioSwitches(random: Random, gentle: boolean): Partial<ClioSwitches> {
  return {
    page_token_error_status: random.pick([400, 404, 422]),
    page_token_minutes: random.pick([60, 60, 2]),
    since_precision: random.pick(["seconds", "milliseconds"]),
    timestamp_offset: random.pick(["Z", "+00:00", "-07:00"]),
    child_change_bumps_parent: gentle || random.int(2) === 0,
    client_flag_bumps_contact: random.int(2) === 0,
    unset_custom_field: random.pick(["absent", "null_id", "placeholder"]),
    redacted_keys: random.pick(["id_only", "all_null"]),
    records_in_meta: random.int(4) > 0,
    responsible_staff_field: random.int(4) > 0,
  };
}

function mycaseSwitches(random: Random, gentle: boolean): Partial<MyCaseSwitches> {
  return {
    page_token_status: random.pick([400, 404, 410, 422]),
    page_link: random.pick(["baked_in_token", "repeats_query"]),
    list_order: gentle ? "id" : random.pick(["id", "updated_at"]),
    item_count: random.int(4) > 0,
    retry_after: random.pick(["none", "seconds"]),
    unauthorized_body: random.pick(["errors", "message", "empty"]),
    blank_fields: random.pick(["null", "empty", "absent"]),
    missing_rate: random.int(4) === 0 ? 0.02 : 0,
    numeric_string_rate: random.int(4) === 0 ? 0.2 : 0,
    list_value: random.pick(["text", "key"]),
    link_bumps_client: random.int(2) === 0,
    rename_bumps_cases: random.int(2) === 0,
  };
}

function drawEpisodes(random: Random, gentle: boolean): Episode[] {
  const modes: Episode["mode"][] = ["incremental", "incremental", "full", random.pick(["full", "incremental"])];
  return modes.map((mode, index) => ({
    mode,
    gap_ms: index === 0 ? 0 : random.pick([5 * MINUTE, 40 * MINUTE, 6 * HOUR, 25 * HOUR, 3 * DAY, 8 * DAY]),
    events: Array.from({ length: 3 + random.int(5) }, () => ({
      at: random.int(5) === 0 ? 0 : 1 + random.int(40),
      event: drawEvent(random, gentle, index),
    })),
  }));
}

function drawEvent(random: Random, gentle: boolean, episode: number): Event {
  const calm: (() => Event)[] = [
    () => ({ do: "burst" }),
    () => ({ do: "burst" }),
    () => ({ do: "edit" }),
    () => ({ do: "insert" }),
    () => ({ do: "turn" }),
    () => ({ do: "rename" }),
    () => ({ do: "settings" }),
    () => ({ do: "race" }),
    () => ({ do: "expire", times: 1 + random.int(2) }),
    () => ({ do: "storm", fault: random.pick(LIMITED), times: 1 + random.int(3) }),
    () => ({ do: "limit", limit: 5 + random.int(30) }),
    () => ({ do: "poison" }),
    () => ({ do: "heal" }),
    () => ({ do: "outage", kind: random.pick(OUTAGES), ms: random.pick([5_000, 30_000, 5 * MINUTE, 2 * HOUR]) }),
  ];
  const rough: (() => Event)[] = [
    () => ({ do: "relink" }),
    () => ({ do: "blank" }),
    () => ({ do: "remove_one" }),
    () => ({ do: "remove_one" }),
    () => ({ do: "recreate" }),
    () => ({ do: "merge" }),
    () => ({ do: "unreadable" }),
    () => ({ do: "pause", ms: random.pick([70 * MINUTE, 4 * DAY]) }),
    () => ({ do: "lists", rate: 0.12, faults: [random.pick(LIST_FAULTS), random.pick(LIST_FAULTS)] }),
    () => ({ do: "lists", rate: 0, faults: [] }),
    () => ({ do: "hide_many", share: 0.4 }),
    () => ({ do: "unhide" }),
    () => ({ do: "remove_many", share: 0.6 }),
    () => ({ do: "restore_all" }),
    () => (episode % 3 === 1 ? { do: "huge" } : { do: "poison" }),
  ];
  return random.pick(gentle ? calm : [...calm, ...rough])();
}

/** Some of the firm's areas and stages; others stand for nothing, so that phases are kept (B-MAT-9). */
const forClients = (projects: Settings["projects"]): Settings["projects"] => {
  const phase = (name: string, ...stages: string[]) => ({ name, happened: "", next: "", stages });
  const phases = [phase("First", "Intake", "Engagement", "Petition"), phase("Later", "Treatment", "Discovery", "Drafting", "Negotiation")];
  return {
    ...projects,
    on: true,
    types: [{ name: "Case", matches: ["Personal Injury", "Family Law", "Estate Planning"], fields: [], phases }],
    default_type: "Case",
    shown: { matters: "all", field: null },
    participants: { rule: "by_group", groups: ["Client", "Spouse", "Judge"].map((group) => ({ group, role: group })) },
    team_roles: [{ role: "Team", titles: ["Partner", "Paralegal"], show_phone: true, show_email: true }],
  };
};

/** Every rule of tags, scope, owner and portal at work, so that a stale derivation has somewhere to show. */
export function everythingOn(settings: Settings): Settings {
  const on = { on: true, matters: "all" } as const;
  return {
    ...settings,
    contacts: { ...settings.contacts, scope: settings.preset === "relationship_clio" ? "clients_and_related" : "all" },
    tags: {
      ...settings.tags,
      practice_area: { on: true, matters: "open" },
      related_practice_area: on,
      matter_number: on,
      matter_stage: on,
      relationships: true,
      related_contacts: true,
      personal: true,
      company: true,
      people_group: true,
      city: true,
      lead_attorney: "most_recent",
      originating_attorney: "all",
    },
    projects: forClients(settings.projects),
  };
}
