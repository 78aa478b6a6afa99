/** What an automation would do for one contact now: whether it would start and why, and the very words that would be sent. Nothing is written. */
import { decide } from "./decide.ts";
import type { AutomationDeps } from "./deps.ts";
import { factCounts } from "./facts.ts";
import { explain, type Why } from "./reasons.ts";
import { judge, readSituation, valuesOf, type About } from "./situation.ts";
import { listTemplates, readRules, type TemplateRow } from "./store_automations.ts";
import { readCandidates, readMainClients } from "./store_candidates.ts";
import { nextOpen } from "./hours.ts";
import { fieldWords, render } from "./template.ts";
import type { Account, Automation } from "./types.ts";

export interface Preview {
  would_start: "yes" | "held" | "later" | "no";
  why: Why | null;
  to: string | null;
  from_name: string | null;
  /** When the first e-mail would leave, if it started now. */
  leaves_at: string | null;
  texts: Text[];
}

interface Text {
  step: number;
  template: string;
  subject: string | null;
  body: string | null;
  /** The fields whose fallback stands in. */
  fell_back: string[];
  why: Why | null;
}

/** Null: there is no such contact. */
export async function previewFor(
  deps: Pick<AutomationDeps, "db" | "clock">,
  account: Account,
  automation: Automation,
  asked: { contact_id: string; matter_id: string | null; phase: string | null },
  /** Templates as they would be, in place of what is kept. */
  drafts: readonly Pick<TemplateRow, "template_id" | "name" | "subject" | "body" | "fallbacks">[] = [],
): Promise<Preview | null> {
  const db = deps.db.kysely;
  const now = deps.clock.now();
  const about = await aboutOf(deps, account, automation, asked);
  const situation = await readSituation(db, account, about, now);
  if (situation === null) return null;
  const candidate = (await readCandidates(db, account, [about.contact_id])).get(about.contact_id) ?? null;
  const finding = judge(
    account,
    automation,
    about,
    situation,
    automation.document.steps.some(({ kind }) => kind === "email"),
  );
  const occasion = { automation, ...about, occasion: "preview", cause: "member", cause_id: null };
  const decided = decide({ occasion, candidate, batch: null, finding });
  const values = await valuesOf(db, account, about, situation, now);
  const templates = new Map([...(await listTemplates(db, account.firm_id)), ...drafts].map((template) => [template.template_id, template]));
  const texts = automation.document.steps.flatMap((step, index): Text[] => {
    if (step.kind !== "email") return [];
    const template = templates.get(step.template_id);
    const nothing = { step: index, template: template?.name ?? "", subject: null, body: null, fell_back: [] };
    if (!template) return [{ ...nothing, why: explain("template_missing", {}) }];
    const text = render(template, values);
    if (text.missing !== null) return [{ ...nothing, why: explain("empty_field", { field: fieldWords(text.missing) }) }];
    return [{ ...nothing, subject: text.subject, body: text.body, fell_back: text.fell_back, why: null }];
  });
  const waits = decided.state === "waiting" || (decided.state === "running" && finding !== null);
  const would_start = decided.state === "held" ? "held" : waits ? "later" : decided.state === "running" ? "yes" : "no";
  const { person } = situation;
  return {
    would_start,
    why: decided.reason === null ? null : explain(decided.reason, decided.params),
    to: person.emails[0] ?? null,
    from_name: person.owner?.name ?? null,
    leaves_at: texts.length === 0 ? null : nextOpen(await readRules(db, account.firm_id), account.time_zone, now).toISOString(),
    texts,
  };
}

/** What it would be about: the fact that it names, the phase that the matter is in. */
async function aboutOf(
  { db, clock }: Pick<AutomationDeps, "db" | "clock">,
  account: Account,
  { document: { trigger } }: Automation,
  { contact_id, matter_id, phase }: { contact_id: string; matter_id: string | null; phase: string | null },
): Promise<About> {
  const plain = { contact_id, matter_id: null, approved_by: null };
  if (trigger.kind === "key_fact") {
    const situation = await readSituation(db.kysely, account, { ...plain, about: {} }, clock.now());
    const fact = situation && factCounts(situation.person.key_facts, trigger.label);
    return { ...plain, about: { label: fact?.label ?? trigger.label } };
  }
  if (trigger.kind !== "phase_changed" && trigger.kind !== "matter_closed") return { ...plain, about: {} };
  if (matter_id === null || !(await readMainClients(db.kysely, account, [matter_id])).has(matter_id))
    return { ...plain, matter_id, about: {} };
  const situation = await readSituation(db.kysely, account, { ...plain, matter_id, about: {} }, clock.now());
  const into = phase ?? situation?.matter?.phase ?? null;
  return { ...plain, matter_id, about: into === null ? {} : { phase: into } };
}
