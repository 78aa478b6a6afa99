/** `privity automations`: what starts by itself and why, what is held, and an admin's word on it; by the API, as the page does it. */
import type {
  AutomationAnswer,
  AutomationList,
  Batch,
  ContactStarts,
  PauseList,
  Start,
  TemplateList,
} from "../../api/contract/automations.ts";
import { wordsOf } from "../../automations/conditions.ts";
import type { AutomationDocument } from "../../model/automation.ts";
import { readAutomationHealth } from "../../automations/store_lists.ts";
import { ask, send } from "../asking.ts";
import { chooseConnection, chooseFirm } from "../choose.ts";
import { CliError, table, type Output } from "../output.ts";
import type { Program } from "../program.ts";
import type { Finding } from "./check.ts";

interface OfFirm {
  firm?: string;
}
type Step = AutomationDocument["steps"][number];

const page = (limit: string) => new URLSearchParams({ limit });

export async function listAutomationsCommand(program: Program, output: Output, options: OfFirm): Promise<void> {
  const { firm_id } = await chooseFirm(program, options.firm);
  const { items } = await ask<AutomationList>(program, firm_id, "/automations");
  output.result(items, () => {
    if (items.length === 0) return ["There is none yet: make one at the page Automations."];
    const rows = items.map((row) => [
      row.automation_id,
      row.active ? "on" : "off",
      row.name,
      String(row.held),
      String(row.started),
      row.last_started_at ?? "never",
    ]);
    return table([["ID", "", "NAME", "HELD", "STARTED", "LAST"], ...rows]);
  });
}

/** By its id, or its name where one has it. */
async function named(program: Program, firm_id: string, name: string): Promise<AutomationAnswer> {
  const { items } = await ask<AutomationList>(program, firm_id, "/automations");
  const found = items.filter((row) => row.automation_id === name || row.name === name);
  if (found.length === 1) return found[0]!;
  const which = items.map((row) => `${row.name} (${row.automation_id})`).join(", ");
  throw new CliError(
    found.length === 0 ? `There is no automation ${name}; there are: ${which || "none"}` : `Several are called ${name}: ${which}`,
  );
}

export async function showAutomationCommand(
  program: Program,
  output: Output,
  name: string,
  options: OfFirm & { limit: string },
): Promise<void> {
  const { firm_id } = await chooseFirm(program, options.firm);
  const automation = await named(program, firm_id, name);
  const templates = (await ask<TemplateList>(program, firm_id, "/automation-templates")).items;
  const starts = await ask<{ items: Start[]; next: string | null }>(
    program,
    firm_id,
    `/automations/${automation.automation_id}/starts?${page(options.limit)}`,
  );
  const titles = new Map(templates.map((template) => [template.template_id, template.name]));
  output.result({ automation, starts: starts.items }, () => [
    `${automation.name}, ${automation.active ? `on since ${automation.active_since}` : "off"}, version ${automation.version}`,
    `  starts: ${triggerWords(automation.document.trigger)}`,
    ...automation.document.conditions.map((condition) => `  if: ${wordsOf(condition)}`),
    ...automation.document.steps.map((step, index) => `  ${index + 1}. ${stepWords(step, titles)}`),
    `  saved by ${automation.saved_by}, ${automation.saved_at}`,
    ...(starts.items.length === 0 ? ["Nothing has started it yet."] : ["", ...startLines(starts.items)]),
    ...(starts.next ? ["… more: raise --limit"] : []),
  ]);
}

function triggerWords(trigger: AutomationDocument["trigger"]): string {
  switch (trigger.kind) {
    case "new_client":
      return "when somebody becomes a client for the first time";
    case "tag_gained":
      return `when somebody first gains the tag ${trigger.tag}`;
    case "key_fact":
      return `${trigger.days_ahead} days before ${trigger.label}${trigger.every_year ? ", every year" : ""}`;
    case "phase_changed":
      return trigger.phase === null ? "when a matter comes into another phase" : `when a matter comes into the phase ${trigger.phase}`;
    case "matter_closed":
      return "when a matter is closed";
  }
}

function stepWords(step: Step, titles: ReadonlyMap<string, string>): string {
  switch (step.kind) {
    case "wait":
      return `wait ${step.days} days ${step.hours} hours`;
    case "email":
      return `send “${titles.get(step.template_id) ?? "a template that is gone"}”`;
    case "tag":
      return `add the tag ${step.tag}`;
    case "task":
      return `give a task: ${step.title}`;
    case "webhook":
      return `tell the firm's programs: ${step.name}`;
  }
}

const startLines = (starts: readonly Start[]): string[] =>
  table([
    ["CREATED", "STATE", "WHO", "WHY"],
    ...starts.map((start) => [
      start.created_at,
      start.state.replace("_", " "),
      `${start.contact_name ?? "?"} (${start.contact_id || "nobody"})`,
      start.why?.sentence ?? "",
    ]),
  ]);

/** What automations did for one contact, and why not. */
export async function whyAutomationsCommand(
  program: Program,
  output: Output,
  contact_id: string,
  options: { connection?: string; limit: string },
): Promise<void> {
  const { firm_id, connection_id } = await chooseConnection(program, options.connection);
  const path = `/contacts/${connection_id}/${encodeURIComponent(contact_id)}/automations?${page(options.limit)}`;
  const answer = await ask<ContactStarts>(program, firm_id, path);
  const { client_since, items, next } = answer;
  output.result(answer, () => [
    client_since === null ? "Was never known to be a client." : `First known to be a client ${client_since.since} (${client_since.cause}).`,
    ...items.flatMap((start) => [
      `${start.automation}: ${start.state.replace("_", " ")} since ${start.since}${start.why ? ` – ${start.why.sentence} [${start.why.rule}]` : ""}`,
      ...(start.why?.next ? [`  to do: ${start.why.next}`] : []),
    ]),
    ...(items.length === 0 ? ["No automation had an occasion to start."] : []),
    ...(next ? ["… more: raise --limit"] : []),
  ]);
}

const readBatches = async (program: Program, firm_id: string) =>
  (await ask<{ items: Batch[] }>(program, firm_id, "/automation-batches")).items;

export async function listBatchesCommand(program: Program, output: Output, options: OfFirm & { all?: boolean }): Promise<void> {
  const { firm_id } = await chooseFirm(program, options.firm);
  const items = (await readBatches(program, firm_id)).filter((batch) => options.all || batch.state === "open");
  output.result(items, () => {
    if (items.length === 0) return ["Nothing is held in a batch."];
    const rows = items.map((batch) => [
      batch.batch_id,
      batch.state === "open" ? `${batch.held} would start` : batch.state,
      batch.automations.map(({ name, held }) => `${name}: ${held}`).join(", "),
      batch.why.sentence,
    ]);
    return [
      ...table([["BATCH", "", "WHAT", "WHY"], ...rows]),
      "Look at them at the page Automations, then: privity automations approve <batch>, or dismiss <batch>",
    ];
  });
}

/** A batch goes as a whole: whoever says how many they mean has looked at it as it stands. */
export async function decideBatchCommand(
  program: Program,
  output: Output,
  decision: "approve" | "dismiss",
  batch_id: string,
  options: OfFirm & { confirm?: string },
): Promise<void> {
  const { firm_id } = await chooseFirm(program, options.firm);
  const batch = (await readBatches(program, firm_id)).find((each) => each.batch_id === batch_id);
  if (!batch || batch.held === 0) throw new CliError(`Batch ${batch_id} holds nothing; \`privity automations batches\` shows what is held`);
  if (options.confirm !== String(batch.held)) {
    const what = decision === "approve" ? "would start" : "would be dismissed, and never start by themselves";
    throw new CliError(`${batch.held} ${what}: ${batch.why.sentence} Say it again with --confirm ${batch.held}`);
  }
  const answer = await send<{ decided: number }>(program, firm_id, "POST", `/automation-batches/${batch_id}/${decision}`, {
    if_held: batch.held,
  });
  output.result({ batch_id, decision, ...answer }, () => [
    decision === "approve"
      ? `${answer.decided} start now; the recipient guard is asked for each.`
      : `${answer.decided} were dismissed; they stay in the ledger.`,
  ]);
}

export interface PauseOptions extends OfFirm {
  connection?: string;
  contact?: string;
  matter?: string;
  until?: string;
}

/** The whole firm, where neither a contact nor a matter is named. */
async function pauseTarget(program: Program, { firm, connection, contact, matter }: PauseOptions) {
  if (contact !== undefined && matter !== undefined) throw new CliError("Say --contact or --matter, not both");
  const target_id = contact ?? matter;
  if (target_id === undefined) {
    if (connection !== undefined) throw new CliError("Automations are paused for a firm, a contact or a matter, not for a connection");
    return { firm_id: (await chooseFirm(program, firm)).firm_id, target: { kind: "firm" } };
  }
  const { firm_id, connection_id } = await chooseConnection(program, connection);
  return { firm_id, target: { kind: contact === undefined ? "matter" : "contact", connection_id, target_id } };
}

export async function pauseCommand(program: Program, output: Output, pause: boolean, options: PauseOptions): Promise<void> {
  const { firm_id, target } = await pauseTarget(program, options);
  const until = options.until === undefined ? {} : { until: options.until };
  const { items } = await send<PauseList>(
    program,
    firm_id,
    "POST",
    pause ? "/automation-pauses" : "/automation-pauses/end",
    pause ? { ...target, ...until } : target,
  );
  output.result(items, () => [
    items.length === 0 ? "Nothing is paused." : "Paused:",
    ...items.map(
      (row) =>
        `  ${row.kind === "firm" ? "the whole firm" : `${row.kind} ${row.target_id} (${row.provider})`}, by ${row.set_by}, ${row.until ? `until ${row.until}` : "until somebody ends it"}`,
    ),
  ]);
}

const OVERDUE_MS = 30 * 60_000;

/** All that it uses of the program. */
interface Looking {
  db: Pick<Program["db"], "kysely">;
  sync: { clock: { now(): Date } };
  config: { url: string };
}

/** For `privity doctor`: whether what starts by itself comes through. */
export async function automationFinding({ db, sync, config }: Looking): Promise<Finding> {
  const since = new Date(sync.clock.now().getTime() - OVERDUE_MS).toISOString();
  const { active, held, doubtful, without_server, overdue } = await readAutomationHealth(db.kysely, since);
  const troubles = [
    ...(doubtful > 0 ? [`${doubtful} e-mails may have left, and wait for somebody to say so at the page Automations`] : []),
    ...(without_server > 0 ? [`${without_server} e-mails wait for a mail server: set one up at the page Mail`] : []),
    ...(overdue > 0 ? [`${overdue} steps are overdue: is \`privity serve\` or \`privity work\` running?`] : []),
  ];
  const plain = active > 0 && config.url.startsWith("http:");
  const says = [
    ...troubles,
    active === 0 ? "none is switched on" : `${active} switched on`,
    ...(held > 0 ? [`${held} starts are held for an admin`] : []),
    ...(plain ? ["without https mail programs show no button to unsubscribe"] : []),
  ];
  return { what: "Automations", ok: troubles.length === 0, says: says.join("; ") };
}
