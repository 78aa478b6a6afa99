/** Automations paused for a contact, a matter or the whole firm: one control, in words. */
import { Button, Group, NativeSelect, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, type PauseList } from "../api.ts";
import { Trouble } from "./states.tsx";
import { Time } from "./time.tsx";
import { told } from "./undo.tsx";

export type PauseTarget =
  | { kind: "contact" | "matter"; provider: "clio" | "mycase"; connection_id: string; target_id: string }
  | { kind: "firm" };

export const PAUSED_FOR: Record<string, string> = {
  "": "until somebody ends it",
  "1": "for a day",
  "7": "for a week",
  "30": "for 30 days",
};
const WHOSE = { contact: "for this contact", matter: "for this matter", firm: "for the whole firm" } as const;
const DAY_MS = 86_400_000;

/** Asked when a button is pressed; no days: until somebody ends it. */
export const pausedUntil = (days: string): string | null =>
  days === "" ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();

export function Pause({ target, may = true }: { target: PauseTarget; may?: boolean }) {
  const client = useQueryClient();
  const [days, setDays] = useState("");
  const pauses = useApi<PauseList>("/automation-pauses");
  const whose = WHOSE[target.kind];
  const pause = pauses.data?.items.find(
    (each) =>
      each.kind === target.kind && (target.kind === "firm" || (each.provider === target.provider && each.target_id === target.target_id)),
  );
  const body =
    target.kind === "firm"
      ? { kind: target.kind }
      : { kind: target.kind, connection_id: target.connection_id, target_id: target.target_id };
  const set = async (until: string | null) => {
    await send("POST", "/automation-pauses", { ...body, until });
    await client.invalidateQueries();
  };
  const end = async () => {
    await send("POST", "/automation-pauses/end", body);
    await client.invalidateQueries();
  };
  const change = useMutation({
    // As it was when the button was pressed: by the time it is done the page knows better.
    mutationFn: async (before: PauseList["items"][number] | undefined) => {
      if (before) await end();
      else await set(pausedUntil(days));
    },
    onSuccess: (_done, before) => {
      if (before) told(`Automations go on ${whose}.`, () => set(before.until));
      else told(`Automations are paused ${whose}.`, end);
    },
  });
  if (pauses.error) return <Trouble error={pauses.error} />;
  return (
    <div>
      <Group gap="xs" align="center" mih={36}>
        {pause ? (
          <Text size="sm">
            <b>Automations are paused {whose}</b>,{" "}
            {pause.until === null ? "until somebody ends it" : <>until {<Time at={pause.until} />}</>}. By {pause.set_by},{" "}
            <Time at={pause.set_at} />.
          </Text>
        ) : (
          <Text size="sm">{pauses.data ? `Automations run ${whose}. Pause them` : "…"}</Text>
        )}
        {may && pauses.data && (
          <>
            {!pause && (
              <NativeSelect
                size="xs"
                aria-label={`How long to pause automations ${whose}`}
                data={Object.entries(PAUSED_FOR).map(([value, label]) => ({ value, label }))}
                value={days}
                onChange={(event) => setDays(event.currentTarget.value)}
              />
            )}
            <Button size="xs" variant="default" loading={change.isPending} onClick={() => change.mutate(pause)}>
              {pause ? "End the pause" : "Pause automations"}
            </Button>
          </>
        )}
      </Group>
      {change.error && <Trouble error={change.error} />}
    </div>
  );
}
