/** Reads one contact or matter again from its provider, now (B-SYN-1), and says what came of it. */
import { Button, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ask, send, type Run } from "../api.ts";
import { Trouble } from "./states.tsx";
import { told } from "./undo.tsx";

const SOON_MS = 700;
/** Longer than this one looks at the run itself. */
const LOOKS = 60;

export function SyncOne({ what, connection_id, provider_id }: { what: "contact" | "matter"; connection_id: string; provider_id: string }) {
  const client = useQueryClient();
  const sync = useMutation({
    mutationFn: async () => {
      const { run_id } = await send<{ run_id: string }>("POST", "/runs", { connection_id, what, provider_id });
      for (let looked = 0; ; looked++) {
        const run = await ask<Run>(`/runs/${run_id}`);
        if (run.state !== "running" || looked >= LOOKS) return run;
        await new Promise((soon) => setTimeout(soon, SOON_MS));
      }
    },
    onSuccess: async (run) => {
      await client.invalidateQueries();
      told(SAID[run.state](run));
    },
  });
  return (
    <Stack gap="xs" align="end">
      <Button variant="default" loading={sync.isPending} onClick={() => sync.mutate()}>
        Sync this {what} now
      </Button>
      {sync.error && <Trouble error={sync.error} />}
    </Stack>
  );
}

const SAID: Record<Run["state"], (run: Run) => string> = {
  running: () => "It is being read; the page under Sync shows how far it is.",
  succeeded: (run) =>
    run.kinds.some((kind) => kind.changed > 0) ? "Read again: something had changed." : "Read again: nothing had changed.",
  held: () => "Read again. What changed is held until an admin decides.",
  failed: (run) => `It could not be read: ${[run.error, run.remedy].filter(Boolean).join(" ")}`,
};
