/** Sends one delivery: the lease is asked just before each request, the answer is stored only under the fence it was claimed with. */
import { within } from "../lib/clock.ts";
import { crashPoint } from "../lib/crash_point.ts";
import type { Session } from "../model/connector.ts";
import { WriteError, type VendorWriter, type Writing, type Written } from "../model/writing.ts";
import type { Claimed } from "./claim.ts";
import type { OutboxDeps } from "./deps.ts";
import type { Firm } from "./firm.ts";
import { judgeFailure, judgeWritten } from "./judge.ts";
import { storeAnswer, triedOf, type Answer } from "./outcome.ts";
import type { Sessions } from "./sessions.ts";
import { amendRow, working } from "./store.ts";
import { writingOf } from "./writing.ts";

/** A little more than the connector's own time-out: its answer tells more than our giving up. */
const GRACE_MS = 2_000;
/** Bytes of a large document may take long; its lease is prolonged while they flow. */
const FINISH_AT_MOST_MS = 3_600_000;

export async function send(deps: OutboxDeps, firm: Firm, sessions: Sessions, claimed: Claimed): Promise<void> {
  const owner = firm.connection;
  crashPoint("write:claimed");
  const answer = await ask(deps, firm, sessions, claimed);
  crashPoint("write:before_settle");
  const at = deps.clock.now().toISOString();
  await working(deps.db, owner, at, (work) => storeAnswer(deps, firm, work, claimed, answer));
  crashPoint("write:settled");
}

async function ask(deps: OutboxDeps, firm: Firm, sessions: Sessions, claimed: Claimed): Promise<Answer> {
  const lease = { until_ms: Date.parse(claimed.row.lease_until!) };
  /** Whether a request may have left. */
  let left = false;
  /** Whether nobody waits for its answer any more: what still stands in line for the rate budget then must not leave. */
  let over = false;
  try {
    const session = await sessions.of(claimed.writer);
    await session.tokens.access_token();
    const guarded = guard(session, () => {
      if (over || deps.clock.now().getTime() + claimed.promise.timeout_ms > lease.until_ms) throw leaseIsOver();
      left = true;
    });
    const writer = firm.side.writer(guarded);
    const writing = writingOf(deps, claimed.row, claimed.file);
    crashPoint("write:before_request");
    const written = await carryOut(deps, claimed, writer, writing, lease);
    return { judgement: judgeWritten(written, claimed.row.step), written };
  } catch (error) {
    const judgement = judgeFailure(error, triedOf(deps, claimed.row, deps.clock.now().toISOString()), !left);
    return { judgement, written: error instanceof Unfinished ? error.written : null };
  } finally {
    over = true;
  }
}

/** The last thing before each request is to ask whether it may still leave: waiting for the rate budget may have taken long. */
function guard(session: Session, mayLeave: () => void): Session {
  const { pacer } = session;
  return {
    ...session,
    pacer: {
      take: async () => {
        await pacer.take();
        mayLeave();
      },
      learn: (seen) => pacer.learn(seen),
    },
  };
}

const leaseIsOver = () =>
  new WriteError("no", {
    lasting: false,
    words: "it waited too long for its turn",
    status: null,
    retry_after_ms: null,
    failure: "transient",
  });

/** `create` was answered, what was left after it was not. */
class Unfinished extends Error {
  readonly written: Written;
  constructor(written: Written, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.written = written;
  }
}

async function carryOut(
  deps: OutboxDeps,
  claimed: Claimed,
  writer: VendorWriter,
  writing: Writing,
  lease: { until_ms: number },
): Promise<Written> {
  const { row, promise } = claimed;
  const timed = <T>(task: () => Promise<T>) => within(promise.timeout_ms + GRACE_MS, task);
  if (row.step === "update") return timed(() => writer.update(writing, row.provider_id!));
  const created =
    row.step === "create"
      ? await timed(() => writer.create(writing))
      : { provider_id: row.provider_id, url: row.url, progress: row.progress };
  crashPoint("write:answered");
  if (writer.finish === null || writing.content === null || created.provider_id === null) return created;
  if (row.step === "create" && !(await keepCreated(deps, claimed, created))) return created;
  crashPoint("write:created");
  return finish(deps, claimed, writer, writing, created, lease);
}

/** From here on the record is known: whatever happens to its bytes, it is not made again. False: the row is somebody else's by now. */
async function keepCreated(deps: OutboxDeps, { row }: Claimed, created: Written): Promise<boolean> {
  return amendRow(deps.db.kysely, row, { provider_id: created.provider_id, url: created.url, progress: created.progress, step: "finish" });
}

async function finish(
  deps: OutboxDeps,
  claimed: Claimed,
  writer: VendorWriter,
  writing: Writing,
  created: Written,
  lease: { until_ms: number },
): Promise<Written> {
  const { row, promise } = claimed;
  const extra_ms = lease.until_ms - Date.parse(row.sent_at!);
  const prolong = async (progress?: Record<string, unknown>) => {
    const until = deps.clock.now().getTime() + extra_ms;
    const held = await amendRow(deps.db.kysely, row, { lease_until: new Date(until).toISOString(), ...(progress ? { progress } : {}) });
    if (!held) throw leaseIsOver();
    lease.until_ms = until;
  };
  const done = new AbortController();
  const beating = beat(deps, Math.max(extra_ms - promise.timeout_ms, 3_000) / 3, prolong, done.signal);
  try {
    crashPoint("write:before_finish");
    const written = await within(FINISH_AT_MOST_MS, () => writer.finish!(writing, created, (progress) => prolong(progress)));
    crashPoint("write:finished");
    return written;
  } catch (error) {
    // A refusal stands; anything else is asked again, from where the progress stands.
    if (error instanceof WriteError && error.lasting) throw error;
    throw new Unfinished(created, error);
  } finally {
    done.abort();
    await beating;
  }
}

async function beat(deps: OutboxDeps, every_ms: number, prolong: () => Promise<void>, done: AbortSignal): Promise<void> {
  while (!done.aborted) {
    await deps.clock.sleep(every_ms, done).catch(() => {});
    if (done.aborted) return;
    const lost = await prolong().then(
      () => false,
      () => true,
    );
    if (lost) return;
  }
}
