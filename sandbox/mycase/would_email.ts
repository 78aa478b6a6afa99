/** Which clients MyCase would have told by e-mail that a message waits for them in the portal (fact sheet 6.3). */
import type { SandboxClock } from "../kit/types.ts";
import type { MyCaseSwitches } from "./switches.ts";
import type { MessageThread, Tables, WouldEmail } from "./types.ts";

const KEPT = 5_000;

export class WouldEmails {
  /** The same list for as long as the sandbox lives. */
  readonly latest: WouldEmail[] = [];
  #count = 0;

  constructor(tables: Tables, clock: SandboxClock, switches: MyCaseSwitches) {
    const tell = (thread: MessageThread, sender_id: number): void => {
      if (!switches.client_thread_emails) return;
      for (const { id } of thread.clients) {
        if (id === sender_id) continue;
        const email = tables.clients.get(id)?.email ?? null;
        this.#count++;
        this.latest.push({ at: clock.now().toISOString(), client_id: id, email, subject: thread.subject, thread_id: thread.id });
      }
      if (this.latest.length > KEPT * 2) this.latest.splice(0, this.latest.length - KEPT);
    };
    tables.message_threads.on(({ action, row }) => void (action === "created" && tell(row, row.sender.id)));
    tables.messages.on(({ action, row }) => {
      const thread = tables.message_threads.get(row.message_thread.id);
      if (action === "created" && thread) tell(thread, row.sender.id);
    });
  }

  count(): number {
    return this.#count;
  }
}
