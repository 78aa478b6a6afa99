/** What an admin can do about one delivery (B-WRB-6): confirm it, have it sent or looked up again, cancel it. */
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useMe, type DeliveryStory } from "../api.ts";
import { Confirm } from "../parts/confirm.tsx";
import { Trouble } from "../parts/states.tsx";

const UNSEEN = ["cannot_look", "not_confirmed"];

export function DeliveryActions({ story, path }: { story: DeliveryStory; path: string }) {
  const me = useMe();
  const client = useQueryClient();
  const [asking, setAsking] = useState<"confirm" | "absent" | null>(null);
  const [provider_id, setProviderId] = useState("");
  const go = async (what: "retry" | "cancel" | "confirm") => {
    try {
      await send("POST", `${path}/${what}`, what === "confirm" ? { provider_id: provider_id.trim() || null } : undefined);
    } finally {
      // Also where it was refused: something has happened meanwhile.
      await client.invalidateQueries();
    }
  };
  const act = useMutation({ mutationFn: go });
  if (me.data?.role !== "admin") return null;
  const { state } = story;
  const can = {
    retry: ["failed", "needs_review", "cancelled"].includes(state),
    confirm: state === "needs_review",
    cancel: ["held", "queued", "failed", "needs_review"].includes(state),
  };
  if (!can.retry && !can.cancel) return null;
  // Where nothing can show it, sending again is a person's word that it is not there.
  const unseen = can.confirm && UNSEEN.includes(story.reason?.code ?? "");
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {can.confirm && (
          <Button variant="default" onClick={() => setAsking("confirm")}>
            It is there
          </Button>
        )}
        {can.retry && (
          <Button variant="default" loading={act.isPending} onClick={() => (unseen ? setAsking("absent") : act.mutate("retry"))}>
            {unseen ? "It is not there: send it again" : state === "needs_review" ? "Look it up again" : "Send it again"}
          </Button>
        )}
        {can.cancel && (
          <Button variant="default" loading={act.isPending} onClick={() => act.mutate("cancel")}>
            Do not send it
          </Button>
        )}
      </Group>
      {act.error && <Trouble error={act.error} />}
      {asking === "confirm" && (
        <Confirm title="It is at the provider?" action="Yes, it is there" harmless close={() => setAsking(null)} run={() => go("confirm")}>
          <Text size="sm">You have looked, and it is there. It is not sent again.</Text>
          <TextInput
            label="Its id there, if you know it"
            description="It stands at the end of its address"
            value={provider_id}
            onChange={(event) => setProviderId(event.currentTarget.value)}
          />
        </Confirm>
      )}
      {asking === "absent" && (
        <Confirm title="It is not at the provider?" action="Send it again" close={() => setAsking(null)} run={() => go("retry")}>
          <Text size="sm">Nothing can show Privity whether it is there. If you send it and it is there after all, it is there twice.</Text>
        </Confirm>
      )}
    </Stack>
  );
}
