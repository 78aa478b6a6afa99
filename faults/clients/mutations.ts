/**
 * A checker that never fails proves nothing. Each guard is taken away from outside, by the database telling something else, and the checker must
 * notice; with the guard in place the same story must end clean.
 */
import { putOptOut } from "../../src/automations/store_lists.ts";
import { putRules } from "../../src/automations/store_automations.ts";
import { DEFAULT_RULES } from "../../src/model/automation.ts";
import type { CrashPoint } from "../../src/lib/crash_point.ts";
import type { Provider } from "../../src/model/kinds.ts";
import type { Proof } from "../mutations.ts";
import type { Database } from "../writes/database.ts";
import { check } from "./check.ts";
import { Diary } from "./diary.ts";
import { PHASE, type Client } from "./office.ts";
import { run } from "./process.ts";
import { enterPhase, lastSeq, news, noteDoubts, rest, review, tellAgain } from "./story.ts";
import { addAutomations, openWorld, type ClientsWorld } from "./world.ts";

export interface ClientsMutation {
  guard: string;
  provider: Provider;
  /** Takes it away. Without it: the story does. */
  spoil?: string;
  /** What the checker has to say then. */
  noticed: RegExp;
  story(world: ClientsWorld, diary: Diary, broken: boolean): Promise<void>;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Before each row that is written into these tables. */
const before = (name: string, when: "insert" | "update", tables: readonly string[], body: string, condition = "true"): string =>
  `create function ${name}() returns trigger language plpgsql as $$ begin if ${condition} then ${body} end if; return new; end $$;
   ${tables.map((table) => `create trigger ${name} before ${when} on ${table} for each row execute function ${name}();`).join("\n")}`;

const LETTERS = ["automation_send", "portal_notice"] as const;

export const CLIENTS_MUTATIONS: readonly ClientsMutation[] = [
  {
    guard: "the intent is stored before the first byte of a letter leaves",
    provider: "mycase",
    noticed: /it arrived 2 times/,
    story: async (world, diary, broken) => {
      await die(world, diary, "send:answered", broken);
      await die(world, diary, "notice:answered", broken);
    },
  },
  {
    guard: "the ledger has one row for each automation, contact and occasion (B-AUT-1)",
    provider: "clio",
    spoil: before("no_ledger", "insert", ["automation_start"], "new.occasion := new.occasion || ' ' || new.start_id;"),
    noticed: /times a start of/,
    story: twice,
  },
  {
    guard: "one notice for each person and occasion",
    provider: "mycase",
    spoil: before("no_occasion", "insert", ["portal_notice"], "new.occasion := new.occasion || ' ' || new.notice_id;"),
    noticed: /times a notice/,
    story: twice,
  },
  ...(["automations", "portal"] as const).map((only): ClientsMutation => ({
    guard: only === "automations" ? "the lease of an automated letter" : "the lease of a notice",
    provider: "mycase",
    spoil: before("no_lease", "update", LETTERS, "new.lease_until := clock_timestamp() - interval '1 second';", "new.state = 'sending'"),
    noticed: /nobody died over it/,
    story: (world, diary) => whileOneSends(world, diary, only),
  })),
  {
    guard: "the lock under which a person's letters are counted (B-AUT-4)",
    provider: "clio",
    noticed: /automated letters within a week/,
    story: crowd,
  },
  {
    guard: "the recipient guard is asked once more right before a letter leaves (B-AUT-4)",
    provider: "mycase",
    spoil: `create function deaf() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger deaf before insert on automation_opt_out for each row execute function deaf();`,
    noticed: /who had said no before/,
    story: saidNo,
  },
  {
    guard: "a letter whose fate nobody knows is not sent again by itself",
    provider: "clio",
    spoil: before(
      "try_again",
      "update",
      LETTERS,
      "new.state := 'queued'; new.reason := null; new.due_at := new.since + interval '1 minute';",
      "new.state = 'needs_review' and new.reason = 'unknown'",
    ),
    noticed: /it arrived 2 times/,
    story: async (world, diary) => {
      for (const client of [world.nextClient(), world.nextClient()]) enterPhase(world, diary, client);
      await world.settle();
      world.sink.behave("cut_after_text");
      await world.round();
    },
  },
  {
    guard: "an answer's custom value is planned once (B-WRB-9)",
    provider: "mycase",
    spoil: before(
      "no_group",
      "insert",
      ["delivery"],
      "new.group_key := new.group_key || ' ' || new.delivery_id;",
      "new.operation = 'custom_value'",
    ),
    noticed: /values of \S+ were planned/,
    story: async (world, diary) => {
      const { errands: first, after } = await news(world, diary, null);
      await world.round({ errands: first });
      const { errands } = await news(world, diary, after);
      await run(world.task({ errands, lease_ms: 1, crash: { point: "form:planned", nth: 1 } }));
      await noteDoubts(world, diary);
      await world.round({ errands });
    },
  },
  {
    guard: "the same message again is the same message",
    provider: "mycase",
    spoil: before("no_key", "insert", ["activity"], "new.source_key := new.source_key || ' ' || new.activity_id;"),
    noticed: /B-WRB-5: message M\S+ is there 2 times/,
    story: async (world, diary) => {
      const { errands } = await news(world, diary, null);
      for (let time = 0; time < 2; time++) await world.round({ errands });
    },
  },
];

/** A process dies over a letter; without the guard, whoever comes next finds it as if nothing had been stored. */
async function die(world: ClientsWorld, diary: Diary, point: CrashPoint, broken: boolean): Promise<void> {
  enterPhase(world, diary, world.nextClient());
  await world.settle();
  await run(world.task({ lease_ms: 1, crash: { point, nth: 1 } }));
  await noteDoubts(world, diary);
  if (broken)
    for (const table of LETTERS)
      await world.db.pool.query(`update ${table} set state = 'queued', lease_until = null, due_at = $1 where state = 'sending'`, [
        world.now().toISOString(),
      ]);
  await world.round();
}

async function twice(world: ClientsWorld, diary: Diary): Promise<void> {
  const from_seq = await lastSeq(world);
  await news(world, diary, null).then(({ errands }) => world.round({ errands }));
  await tellAgain(world, from_seq);
  await world.round();
}

/** One process waits for the mail server's answer while another one works. */
async function whileOneSends(world: ClientsWorld, diary: Diary, only: "automations" | "portal"): Promise<void> {
  enterPhase(world, diary, world.nextClient());
  await world.settle();
  const answer = Promise.withResolvers<void>();
  world.sink.hold(answer.promise);
  const slow = world.round({ only });
  await world.sink.holding();
  await world.round({ only });
  answer.resolve();
  await slow;
}

/** A schema that is searched before PostgreSQL's own. */
const NO_LOCK = `create schema mutated;
  create function mutated.pg_advisory_xact_lock(bigint) returns void language plpgsql as $$ begin end $$;
  do $$ begin execute format('alter database %I set search_path = mutated, pg_catalog, public', current_database()); end $$;`;

/** Two automations write to the same person at the same moment, of whom only one may. */
async function crowd(world: ClientsWorld, diary: Diary, broken: boolean): Promise<void> {
  const { db, owner } = world;
  const steps = [{ kind: "email" as const, template_id: await world.template("K3") }];
  await world.automate("Phase too", { trigger: { kind: "phase_changed", phase: PHASE }, conditions: [], steps });
  await putRules(db.kysely, owner.firm_id, { ...DEFAULT_RULES, most_emails: 1 });
  diary.most = 1;
  // What is claimed is slow to be seen, so that both are counted at once; without the lock that is before either is there.
  await db.pool.query(before("slow_claim", "update", ["automation_send"], "perform pg_sleep(1);", "new.state = 'sending'"));
  if (broken) await db.pool.query(NO_LOCK);
  const client = world.nextClient();
  enterPhase(world, diary, client);
  diary.expect("K3", client);
  await world.settle();
  await world.round();
  await rest(world);
  await world.pass(8 * DAY);
}

/** While the mail server was busy, a client said that they want nothing more. */
async function saidNo(world: ClientsWorld, diary: Diary): Promise<void> {
  const clients: Client[] = [world.nextClient(), world.nextClient()];
  for (const client of clients) enterPhase(world, diary, client);
  await world.settle();
  world.sink.behave("busy_4xx");
  await world.round();
  const address = clients[0]!.email;
  diary.silent.set(address, world.now().getTime());
  await putOptOut(world.db.kysely, world.owner.firm_id, { address, set_by: "Ada", set_at: world.now().toISOString() });
}

export async function proveClients(database: Database, mutation: ClientsMutation): Promise<Proof> {
  const play = async (broken: boolean): Promise<string[]> => {
    const world = await openWorld(database, mutation.provider, 11);
    try {
      await addAutomations(world);
      if (broken && mutation.spoil) await world.db.pool.query(mutation.spoil);
      const diary = new Diary();
      await mutation.story(world, diary, broken);
      world.sink.behave("taken");
      await rest(world);
      const found = await check(world, diary, "at_rest");
      await review(world);
      await rest(world);
      return [...found, ...(await check(world, diary, "over"))];
    } finally {
      await world.close();
    }
  };
  const { guard, provider } = mutation;
  const sound = await play(false);
  const broken = await play(true);
  const caught = broken.some((what) => mutation.noticed.test(what));
  return { guard, provider, clean: sound.length === 0, caught, violations: sound.length > 0 ? sound : broken };
}
