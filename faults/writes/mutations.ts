/**
 * A checker that never fails proves nothing. Each guard of the outbox is taken away from outside, by a writing side that spoils what it lives by
 * or by the database telling something else; the checker must notice. With the guard in place the same story must end clean.
 */
import { connect } from "../../src/db/pool.ts";
import { createRandom } from "../../sandbox/kit/random.ts";
import type { Provider } from "../../src/model/kinds.ts";
import type { ActivityKind } from "../../src/model/settings.ts";
import type { VendorWriter, WritingSide } from "../../src/model/writing.ts";
import { writeTurn } from "../../src/outbox/turn.ts";
import type { Proof } from "../mutations.ts";
import { Diary } from "./activities.ts";
import { check } from "./check.ts";
import { ownDatabase, type Database } from "./database.ts";
import { putBack } from "./restore.ts";
import { createWritesWorld, QUIET, workOff, type Mix, type WritesOptions, type WritesWorld } from "./world.ts";

export interface WriteMutation {
  guard: string;
  providers: readonly Provider[];
  mix: Partial<Mix>;
  kinds: Record<Provider, readonly ActivityKind[]>;
  wrap?: (side: WritingSide) => WritingSide;
  /** What the checker has to say without it; else that something is there more than once. */
  noticed?: RegExp;
  on_death?: WritesOptions["on_death"];
  /** Other than logging some under the mix. */
  story?: (world: WritesWorld, diary: Diary, broken: boolean) => Promise<void>;
}

const BOTH: readonly Provider[] = ["clio", "mycase"];
const NOTES = { clio: ["note"], mycase: ["note"] } as const;
const LOST = { write_rates: { answer_dropped: 0.3, error_500_after: 0.1 } };
const COUNT = 40;

const withWriter =
  (change: (writer: VendorWriter) => Partial<VendorWriter>) =>
  (side: WritingSide): WritingSide => ({
    ...side,
    writer: (session) => {
      const writer = side.writer(session);
      return { ...writer, ...change(writer) };
    },
  });

export const WRITE_MUTATIONS: readonly WriteMutation[] = [
  {
    guard: "the settle window (F8)",
    providers: BOTH,
    mix: { ...LOST, lag: { rate: 1, from_ms: 60_000, to_ms: 600_000 } },
    kinds: { clio: ["note", "message", "document"], mycase: ["note", "call", "document"] },
    wrap: (side) => ({ ...side, promises: side.promises.map((promise) => ({ ...promise, settle_ms: 1_000 })) }),
  },
  {
    guard: "the look-up before anything is sent again (F4, F6)",
    providers: BOTH,
    mix: LOST,
    kinds: { clio: ["note", "message", "document"], mycase: ["note", "document"] },
    wrap: withWriter(() => ({ find: () => Promise.resolve([]) })),
  },
  {
    guard: "the intent is stored before the request leaves (F2)",
    providers: BOTH,
    mix: { dies_after_send: 0.2 },
    kinds: NOTES,
    // As if nothing had been stored: whoever comes next finds it as it was.
    on_death: async ({ db, owner, clock }) => {
      await db.pool.query(
        "update delivery set state = 'queued', lease_until = null, blocks = false, due_at = $2, payload = null where firm_id = $1 and state = 'sending'",
        [owner.firm_id, clock.now().toISOString()],
      );
    },
  },
  {
    guard: "the lease is asked before the request leaves (F24)",
    providers: BOTH,
    mix: { stalls: 0.1, stall_ms: [30 * 60_000, 60 * 60_000] },
    kinds: NOTES,
    wrap: (side) => ({
      ...side,
      writer: (session) =>
        side.writer({ ...session, pacer: { ...session.pacer, take: () => session.pacer.take().catch(() => undefined) } }),
    }),
  },
  {
    guard: "after an old backup was put back, everything is looked up first (F31)",
    providers: BOTH,
    mix: {},
    kinds: NOTES,
    story: (world, diary, broken) => putBack(world, diary, !broken),
  },
  {
    guard: "a document is there with all its bytes only",
    providers: BOTH,
    mix: { storage_rates: { upload_cut: 0.3, upload_truncated: 0.2 } },
    kinds: { clio: ["document"], mycase: ["document"] },
    // As if whatever was sent had arrived.
    wrap: withWriter(({ finish }) => ({
      finish: (writing, written, keep) => finish!(writing, written, keep).catch(() => written),
    })),
    noticed: /its bytes there are/,
  },
  { guard: "the fence: who lost it stores nothing (F24)", providers: BOTH, mix: {}, kinds: NOTES, story: zombie },
  {
    guard: "what cannot be looked up is not sent again (B-WRB-5)",
    providers: ["mycase"],
    mix: LOST,
    kinds: { clio: [], mycase: ["text"] },
    wrap: (side) => ({ ...withWriter(() => ({ find: () => Promise.resolve([]) }))(side), can_find: () => true }),
  },
];

/**
 * One worker stalls before its request leaves; another settles the case, sends, and waits for its answer; then the first one wakes and says that
 * nothing was sent. Without a fence that word would count for the second one's request.
 */
async function zombie(world: WritesWorld, diary: Diary, broken: boolean): Promise<void> {
  const { db, owner, clock } = world;
  const trigger = `no_fence_${owner.firm_id.replaceAll("-", "")}`;
  if (broken)
    await db.pool.query(
      `create function ${trigger}() returns trigger language plpgsql as $$ begin new.fence := 0; return new; end $$;
       create trigger ${trigger} before update on delivery for each row
         when (new.firm_id = '${owner.firm_id}' and new.state = 'sending' and old.state = 'queued') execute function ${trigger}();`,
    );
  await diary.log(1, ["note"]);
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const sent = Promise.withResolvers<void>();
  const asleep = new AbortController();
  const stalled = world.depsWith({
    pacer: {
      take: () => {
        asleep.abort();
        return first.promise;
      },
      learn: () => undefined,
    },
  });
  const slow = world.depsWith({
    fetch: async (request) => {
      const answer = await world.send(request);
      if (request.method === "GET") return answer;
      sent.resolve();
      // Whoever waits for it takes no other delivery meanwhile.
      busy.abort();
      await second.promise;
      return answer;
    },
  });
  const busy = new AbortController();
  const one = writeTurn(stalled, owner, asleep.signal);
  await clock.sleep(5 * 60_000);
  const two = (async () => {
    for (;;) {
      const end = await writeTurn(slow, owner, busy.signal);
      if (busy.signal.aborted || end.due_at === null) return;
      await clock.sleep(Math.max(0, end.due_at.getTime() - clock.now().getTime()));
    }
  })();
  await sent.promise;
  first.resolve();
  await one;
  await workOff(world);
  second.resolve();
  await two;
}

/** `caught` by whatever the checker says. */
export async function proveWriting(database: Database, mutation: WriteMutation, provider: Provider): Promise<Proof> {
  const play = async (broken: boolean) => {
    const own = await ownDatabase(database);
    const db = await connect(own.url, { max: 6 }, database.backend);
    try {
      const world = await createWritesWorld(db, {
        provider,
        seed: 11,
        mix: { ...QUIET, ...mutation.mix },
        ...(broken && mutation.wrap ? { wrap: mutation.wrap } : {}),
        ...(broken && mutation.on_death ? { on_death: mutation.on_death } : {}),
      });
      const diary = new Diary(world, createRandom(5));
      world.faultsOn();
      if (mutation.story) await mutation.story(world, diary, broken);
      else await diary.log(COUNT, mutation.kinds[provider]);
      await workOff(world);
      world.faultsOff();
      await workOff(world);
      return (await check(world, diary.logged)).violations;
    } finally {
      await db.close();
      await own.drop();
    }
  };
  const sound = await play(false);
  const broken = await play(true);
  return {
    guard: mutation.guard,
    provider,
    clean: sound.length === 0,
    caught: broken.some((what) => (mutation.noticed ?? /is there \d+ times/).test(what)),
    violations: sound.length > 0 ? sound : broken,
  };
}
