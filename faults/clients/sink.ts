/**
 * A real SMTP server that misbehaves by seed: what becomes of the n-th letter to an address is fixed. What it has is the truth about what left;
 * Privity is never asked for that.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { createRandom } from "../../sandbox/kit/random.ts";
import { systemClock } from "../../src/lib/clock.ts";

export type Fate = "taken" | "slow" | "cut_before_text" | "cut_after_text" | "busy_4xx" | "refused_5xx";

/** A whole text that the server has, whether or not its answer came back. */
export interface Arrived {
  to: string;
  subject: string;
  message_id: string;
  /** By the clock of the story. */
  at: number;
}

export interface Sink {
  url: string;
  arrived: Arrived[];
  met: Map<Fate, number>;
  /** Addresses of which a connection broke: whoever sent to them may not know. */
  cut: Set<string>;
  /** From now on; `fate`: each letter's. */
  behave(fate: Fate | "by_seed"): void;
  /** The next text that has come whole waits for its answer until this resolves. */
  hold(until: Promise<void>): void;
  /** Resolves once a text waits. */
  holding(): Promise<void>;
  close(): Promise<void>;
}

/** A third is taken at once: whatever is cut or refused shall not drown what must arrive. */
const DRAWN: readonly Fate[] = ["taken", "taken", "slow", "cut_before_text", "cut_after_text", "busy_4xx", "busy_4xx", "refused_5xx"];
const SLOW_MS = 250;

const seedOf = (seed: number, address: string, nth: number): number =>
  Buffer.from(`${seed} ${address} ${nth}`).reduce((sum, byte) => (Math.imul(sum, 31) + byte) | 0, 7);

export async function openSink(seed: number, now: () => number): Promise<Sink> {
  const letters = new Map<string, number>();
  const fates = new Map<string, Fate>();
  const sink: Pick<Sink, "arrived" | "met" | "cut"> = { arrived: [], met: new Map(), cut: new Set() };
  let behaviour: Fate | "by_seed" = "taken";
  let held: Promise<void> | null = null;
  let waits = Promise.withResolvers<void>();

  const drop = (session: SMTPServerSession, address: string) => {
    sink.cut.add(address);
    for (const connection of server.connections as Set<{ id: string; close(): void }>) if (connection.id === session.id) connection.close();
  };
  const answerTo = (fate: Fate): Error | null => {
    if (fate === "refused_5xx") return Object.assign(new Error("no such person"), { responseCode: 550 });
    return fate === "busy_4xx" ? Object.assign(new Error("later, please"), { responseCode: 451 }) : null;
  };
  const take = async (bytes: Buffer, session: SMTPServerSession): Promise<void> => {
    const fate = fates.get(session.id) ?? "taken";
    const refused = answerTo(fate);
    if (refused) throw refused;
    const letter = await PostalMime.parse(bytes);
    const to = letter.to?.[0]?.address ?? "";
    sink.arrived.push({ to, subject: letter.subject ?? "", message_id: letter.messageId ?? "", at: now() });
    const until = held;
    held = null;
    waits.resolve();
    await until;
    if (fate === "slow") await systemClock.sleep(SLOW_MS);
    if (fate === "cut_after_text") drop(session, to);
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo({ address }, session, answer) {
      const nth = (letters.get(address) ?? 0) + 1;
      letters.set(address, nth);
      const fate = behaviour === "by_seed" ? createRandom(seedOf(seed, address, nth)).pick(DRAWN) : behaviour;
      fates.set(session.id, fate);
      sink.met.set(fate, (sink.met.get(fate) ?? 0) + 1);
      if (fate === "cut_before_text") return drop(session, address);
      answer(null);
    },
    onData: (stream, session, answer) =>
      void buffer(stream)
        .then((bytes) => take(bytes, session))
        .then(
          () => answer(null),
          (error: Error) => answer(error),
        ),
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    ...sink,
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    behave: (fate) => void (behaviour = fate),
    hold(until) {
      held = until;
      waits = Promise.withResolvers();
    },
    holding: () => waits.promise,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}
