/** What settings would change, before they do (B-WHY-3): the counts first, then who and why, then “Apply exactly this”. */
import { Alert, Button, Group, Progress, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem, send, useApi, type Preview } from "../api.ts";
import { ChangeList } from "../parts/change_list.tsx";
import { Section } from "../parts/page.tsx";
import { Trouble, waiting } from "../parts/states.tsx";
import { number } from "../parts/words.ts";
import { Outcome } from "./settings_outcome.tsx";

interface PreviewProps {
  connection_id: string;
  preview_id: string;
  /** What was said of the change before. */
  note?: string;
  close: () => void;
  applied?: () => void;
  /** Tries the same anew, once something has moved. */
  again?: (() => void) | undefined;
  starting?: { isPending: boolean; error: unknown };
}

export function PreviewPanel({ connection_id, preview_id, note: first_note = "", close, applied, again, starting }: PreviewProps) {
  const path = `/connections/${connection_id}/previews/${preview_id}`;
  const [note, setNote] = useState(first_note);
  const over = useOver(path);
  const query = useApi<Preview>(path, {}, over ? {} : { refetchInterval: 700 });
  const client = useQueryClient();
  const apply = useMutation({
    mutationFn: () => send<{ version: number }>("POST", `${path}/apply`, note.trim() ? { note: note.trim() } : {}),
    onSuccess: async () => {
      applied?.();
      close();
      await client.invalidateQueries();
    },
  });
  const preview = query.data;
  if (!preview)
    return (
      <Stack gap="md">
        {waiting(query, "the preview")}
        {query.error !== null && <Back close={close} />}
      </Stack>
    );
  const { done, total } = preview.progress;
  const outdated = apply.error instanceof ApiProblem && /preview-outdated|version-conflict/.test(apply.error.body.type);
  return (
    <Section title="What would change">
      <Stack gap="lg">
        <ChangeList connection_id={connection_id} changes={preview.changes} />
        {preview.state === "running" && (
          <div role="status">
            <Text size="sm">
              Trying it on the whole firm: {number(done)} of {number(total)} records. Nothing is changed.
            </Text>
            <Progress value={total === 0 ? 0 : (100 * done) / total} aria-label="How far the preview is" animated />
          </div>
        )}
        {preview.state === "applied" && <Alert variant="outline" title="These settings were applied" />}
        {preview.error && (
          <Alert color="red" variant="outline" role="alert" title="The preview could not be worked out">
            {preview.error}
          </Alert>
        )}
        {preview.outcome && <Outcome path={path} connection_id={connection_id} outcome={preview.outcome} />}
        {apply.error && <Trouble error={apply.error} />}
        {starting?.error != null && <Trouble error={starting.error} />}
        <Group align="end" className="at-hand">
          {again && (outdated || preview.state === "failed") ? (
            <Button loading={starting?.isPending ?? false} onClick={again}>
              Look again
            </Button>
          ) : (
            <Button disabled={preview.state !== "done" || outdated} loading={apply.isPending} onClick={() => apply.mutate()}>
              Apply exactly this
            </Button>
          )}
          <Back close={close} />
          <TextInput
            aria-label="Why (kept with the version)"
            placeholder="Why (kept with the version)"
            maxLength={500}
            flex="1 1 14rem"
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </Group>
      </Stack>
    </Section>
  );
}

/** Whether it has ended, as far as it is known from the last answer: then nothing is asked any more. */
function useOver(path: string): boolean {
  const state = useQueryClient().getQueryData<Preview>([path])?.state;
  return state !== undefined && state !== "running";
}

function Back({ close }: { close: () => void }) {
  return (
    <Button variant="default" onClick={close}>
      Back, do not apply
    </Button>
  );
}
