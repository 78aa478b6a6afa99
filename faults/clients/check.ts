/**
 * The checker: what the mail server and the simulated provider have, against what happened. Once: every letter, message, document, form and value.
 * What is not there is held for a person, with a reason that the story knows of; what a client said no to is not there at all.
 */
import { Findings } from "../service/story.ts";
import { kindOf, type Diary, type LetterKind } from "./diary.ts";
import type { Arrived } from "./sink.ts";
import { LETTER_ROWS } from "./story.ts";
import type { ClientsWorld } from "./world.ts";

interface Row {
  automated: boolean;
  message_id: string;
  state: string;
  reason: string | null;
  address: string | null;
  contact_id: string;
}

const WEEK_MS = 7 * 86_400_000;
/** Overtaken by what the person did: they have handed the form in, or read the message. */
const OVERTAKEN = new Set(["form_over", "read"]);

/** `at_rest`: what could leave by itself has; what is in doubt waits for a person. `over`: a person has looked at it too. */
export async function check(world: ClientsWorld, diary: Diary, when: "at_rest" | "over"): Promise<string[]> {
  const found = new Findings();
  const { rows } = await world.db.pool.query<Row>(LETTER_ROWS, [world.owner.firm_id]);
  const clients = new Set([...diary.letters.values()].map(({ client }) => client.contact_id));
  const letters = rows.filter((row) => clients.has(row.contact_id));
  checkLetters(world, diary, found, letters, when);
  checkCounts(world, diary, found);
  await checkLedger(world, diary, found);
  if (when === "over") await checkRest(world, diary, found);
  return found.violations;
}

function checkLetters(world: ClientsWorld, diary: Diary, found: Findings, rows: readonly Row[], when: "at_rest" | "over"): void {
  const { arrived, cut } = world.sink;
  const by_id = Map.groupBy(arrived, (one) => one.message_id);
  const known = new Set(rows.map((row) => row.message_id));
  for (const one of arrived) found.must(known.has(one.message_id), `a letter reached ${one.to} that nobody wrote: ${one.subject}`);
  for (const { message_id, state, reason, address, automated } of rows) {
    const times = by_id.get(message_id)?.length ?? 0;
    const what = `${automated ? "an automated letter" : "a notice"} to ${address}, ${state} (${reason})`;
    found.must(times <= 1, `B-AUT-4: ${what}: it arrived ${times} times`);
    if (state === "sent") found.must(times > 0, `${what}: it counts as sent and is not there`);
    if (["failed", "not_sent", "queued", "held"].includes(state)) found.must(times === 0, `${what}: it is there`);
    if (state === "needs_review")
      found.must(diary.doubted.has(message_id) || cut.has(address ?? ""), `${what}: nobody died over it, and no connection broke`);
    const silent = diary.silent.has(address ?? "") || OVERTAKEN.has(reason ?? "");
    if (when === "over") found.must(state === "sent" || silent || state === "cancelled", `${what}: it has not left`);
    else found.must(["sent", "failed", "needs_review", "cancelled", "not_sent", "held"].includes(state), `${what}: it still waits`);
  }
}

/** Whatever message ids say: how many of a kind a person got, and when. */
function checkCounts({ sink }: ClientsWorld, diary: Diary, found: Findings): void {
  const got = Map.groupBy(sink.arrived, (one) => `${kindOf(one.subject)} ${one.to}`);
  for (const [key, letters] of got) {
    const due = diary.letters.get(key)?.count ?? 0;
    found.must(letters.length <= due, `B-AUT-1: ${key} got ${letters.length} letters, ${due} at most were to leave`);
  }
  for (const [address, since] of diary.silent)
    for (const one of sink.arrived)
      found.must(one.to !== address || one.at <= since, `B-AUT-4: “${one.subject}” reached ${address}, who had said no before`);
  if (diary.most !== null)
    for (const [address, letters] of Map.groupBy(sink.arrived.filter(isAutomated), (one) => one.to))
      found.must(
        mostInAWeek(letters) <= diary.most,
        `B-AUT-4: ${address} got ${mostInAWeek(letters)} automated letters within a week, ${diary.most} at most were to leave`,
      );
}

const isAutomated = ({ subject }: Arrived): boolean => /^K\d$/.test(kindOf(subject) ?? "");
const mostInAWeek = (letters: readonly Arrived[]): number =>
  Math.max(0, ...letters.map((one) => letters.filter((other) => other.at >= one.at && other.at < one.at + WEEK_MS).length));

const NAMES: Partial<Record<LetterKind, string>> = { K1: "Phase", K2: "Welcome", K3: "Phase too" };

/** B-AUT-1: one start and one notice for each occasion, with what follows a start. */
async function checkLedger({ db, owner }: ClientsWorld, diary: Diary, found: Findings): Promise<void> {
  const count = async (text: string) =>
    new Map((await db.pool.query<{ key: string; n: number }>(text, [owner.firm_id])).rows.map(({ key, n }) => [key, n]));
  const starts = await count(
    `select a.name || ' ' || s.contact_id as key, count(*)::int as n from automation_start s join automation a using (firm_id, automation_id)
     where s.firm_id = $1 group by 1`,
  );
  const notices = await count(
    "select kind || ' ' || contact_id as key, count(*)::int as n from portal_notice where firm_id = $1 and way = 'email' group by 1",
  );
  for (const { kind, client, count: due } of diary.letters.values()) {
    const name = NAMES[kind];
    const [n, what] =
      name === undefined
        ? [notices.get(`${kind} ${client.contact_id}`), `notice (${kind})`]
        : [starts.get(`${name} ${client.contact_id}`), `start of “${name}”`];
    found.must(n === due, `B-AUT-1: ${client.name} has ${n ?? 0} times a ${what}, not ${due}`);
  }
  const forms = await count("select contact_id as key, count(*)::int as n from form_request where firm_id = $1 group by 1");
  for (const { contact_id, name } of diary.asked)
    found.must(forms.get(contact_id) === 1, `${name} has the form ${forms.get(contact_id) ?? 0} times`);
}

/** What is written back, and what followed a start: at the provider itself, by marks of the story's own. */
async function checkRest(world: ClientsWorld, diary: Diary, found: Findings): Promise<void> {
  const { db, owner, sandbox, office } = world;
  const records = sandbox.written.kinds().flatMap((kind) => sandbox.written.records({ kind, limit: Number.POSITIVE_INFINITY }));
  // A message names the documents that came with it.
  const files = records.filter(({ kind }) => kind === "documents");
  const texts = records.filter(({ kind }) => kind !== "documents").map(({ title, text, detail }) => [title, text, detail].join("\n"));
  const atProvider = (mark: string) => texts.filter((text) => text.includes(mark)).length;
  const here = async (text: string, value: string) => (await db.pool.query<{ n: number }>(text, [owner.firm_id, value])).rows[0]!.n;
  const once = (n: number, what: string) => found.must(n === 1, `B-WRB-5: ${what} is there ${n} times`);
  for (const mark of diary.messages) {
    once(atProvider(mark), `message ${mark} at the provider`);
    once(
      await here("select count(*)::int as n from portal_message where firm_id = $1 and position($2 in body) > 0", mark),
      `message ${mark}`,
    );
  }
  for (const name of diary.documents) {
    const mark = name.replace(".pdf", "");
    once(files.filter(({ title, file }) => `${title} ${file?.name}`.includes(mark)).length, `document ${name} at the provider`);
    const sql =
      "select count(*)::int as n from portal_document d join file f using (firm_id, file_id) where d.firm_id = $1 and f.name = $2";
    once(await here(sql, name), `document ${name}`);
  }
  for (const { kind, client } of diary.letters.values()) {
    if (NAMES[kind] === undefined || diary.silent.has(client.email)) continue;
    once(atProvider(`${kind}-${client.name}.`), `automated letter ${kind}-${client.name} at the provider`);
    const of = (table: string, more = "") => here(`select count(*)::int as n from ${table} where firm_id = $1 ${more}`, client.contact_id);
    if (kind === "K1") once(await of("task", "and contact_id = $2"), `the task of ${client.name}`);
    if (kind === "K1")
      once(await of("event", "and type = 'automation.reached' and data->>'contact_id' = $2"), `the outbound event of ${client.name}`);
    if (kind === "K2") once(await of("manual_tag", "and contact_id = $2"), `the tag of ${client.name}`);
  }
  for (const { client, answers } of diary.forms) {
    once(atProvider(answers.court), `the form of ${client.name} at the provider`);
    for (const key of ["court", "theory"] as const) {
      const values = office.value(client.matter_id, office.fields[key]);
      found.must(
        values.length === 1 && values[0] === answers[key],
        `B-WRB-9: ${client.name}'s ${key} at the provider is ${JSON.stringify(values)}`,
      );
    }
    const writes = sandbox.log
      .entries()
      .filter(({ method, url }) => /^(PUT|PATCH)$/.test(method) && url.includes(`/${client.matter_id}`)).length;
    const planned = await here(
      "select count(*)::int as n from delivery where firm_id = $1 and operation = 'custom_value' and matter_id = $2",
      client.matter_id,
    );
    found.must(planned === 2, `B-WRB-9: ${planned} values of ${client.name} were planned, not 2`);
    found.must(writes === 2, `B-WRB-9: ${writes} values of ${client.name} were written, not 2`);
  }
  const { rows: left } = await db.pool.query<{ told: string }>(
    "select concat_ws(' ', operation, state, reason, words) as told from delivery where firm_id = $1 and state <> 'delivered' limit 3",
    [owner.firm_id],
  );
  for (const { told } of left) found.must(false, `B-WRB-1: not written back: ${told}`);
  const would = sandbox.provider === "mycase" ? sandbox.would_email_count() : 0;
  found.must(would === 0, `B-WRB-1: ${would} e-mails would have gone to clients from the provider`);
}
