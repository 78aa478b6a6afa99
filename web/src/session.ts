/**
 * Whose session this page lives in. When it ends, whatever the page asks waits until the same member has signed in again and is then asked
 * anew: nothing that was typed is lost, and nothing of one member is ever sent as another.
 */
type State = "open" | "ended" | "other";

let member_id: string | null = null;
let state: State = "open";
let waiting: (() => void)[] = [];
const watchers = new Set<() => void>();

function become(next: State): void {
  if (state === next) return;
  state = next;
  for (const watcher of watchers) watcher();
}

export const session = {
  watch(watcher: () => void): () => void {
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  },
  state: (): State => state,
  /** Somebody is signed in: the member of this page, for the first time or again, or (in another tab, say) somebody else. */
  enter(id: string | null): void {
    member_id ??= id;
    if (member_id !== id) return become("other");
    if (state === "other") return;
    become("open");
    const asked = waiting;
    waiting = [];
    for (const again of asked) again();
  },
  /** The server knows nobody any more. False when nobody was in: then there is nothing to wait for. */
  renewed(): Promise<boolean> {
    if (member_id === null) return Promise.resolve(false);
    if (state === "open") become("ended");
    return new Promise((resolve) => waiting.push(() => resolve(true)));
  },
};
