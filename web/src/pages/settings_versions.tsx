/** Who changed what, when and why; any two compared; and back to an earlier version, looked at first (B-WHY-4). */
import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send, useApi, usePages, type SettingsAnswer, type SettingsVersion, type WholeSettingsVersion } from "../api.ts";
import { ChangeList } from "../parts/change_list.tsx";
import { Chip } from "../parts/chip.tsx";
import { Section } from "../parts/page.tsx";
import { madeBy } from "../parts/setting_words.ts";
import { More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";

interface VersionsProps {
  connection_id: string;
  newest: number;
  /** Null: whoever looks may not change settings. */
  preview: ((version: number) => void) | null;
  /** Something is changed and not in force: going back comes after it. */
  dirty: boolean;
}

export function Versions({ connection_id, newest, preview, dirty }: VersionsProps) {
  const path = `/connections/${connection_id}/settings`;
  const query = usePages<SettingsVersion>(`${path}/versions`);
  const client = useQueryClient();
  const back = useMutation({
    mutationFn: (version: number) => send<SettingsAnswer>("POST", `${path}/rollback`, { version, if_version: newest }),
    onSuccess: () => client.invalidateQueries(),
    onError: () => client.invalidateQueries({ queryKey: [path] }),
  });
  return (
    <Stack gap="md">
      {newest > 1 && <Compare connection_id={connection_id} newest={newest} />}
      <Section title="Versions">
        {waiting(query, "versions")}
        {back.error && <Trouble error={back.error} />}
        {dirty && (
          <Text size="sm">What you have changed is not in force yet. Apply or undo it before you go back to an earlier version.</Text>
        )}
        <Stack component="ol" gap="md" m={0} p={0} style={{ listStyle: "none" }}>
          {query.items.map((version) => (
            <li key={version.version}>
              <Group justify="space-between" align="start">
                <div>
                  <Text size="sm">
                    <b>Version {version.version}</b> · <Time at={version.created_at} /> · {madeBy(version.created_by)}{" "}
                    {version.in_force && <Chip tone="good">in force</Chip>}
                  </Text>
                  {version.note && <Text size="sm">“{version.note}”</Text>}
                  {version.version > 1 && <ChangeList connection_id={connection_id} changes={version.changes} />}
                </div>
                {!version.in_force && preview && (
                  <Group gap="xs">
                    <Button
                      size="xs"
                      variant="default"
                      disabled={dirty}
                      aria-label={`See what would change on going back to version ${version.version}`}
                      onClick={() => preview(version.version)}
                    >
                      See what would change
                    </Button>
                    <Button
                      size="xs"
                      variant="default"
                      disabled={dirty}
                      aria-label={`Go back to version ${version.version}`}
                      loading={back.isPending && back.variables === version.version}
                      onClick={() => back.mutate(version.version)}
                    >
                      Go back
                    </Button>
                  </Group>
                )}
              </Group>
            </li>
          ))}
        </Stack>
        <More query={query} />
      </Section>
    </Stack>
  );
}

function Compare({ connection_id, newest }: { connection_id: string; newest: number }) {
  const [from, setFrom] = useState(newest - 1);
  const [to, setTo] = useState(newest);
  const query = useApi<WholeSettingsVersion>(`/connections/${connection_id}/settings/versions/${to}`, { against: String(from) });
  const options = Array.from({ length: newest }, (_, index) => ({ value: String(newest - index), label: `Version ${newest - index}` }));
  return (
    <Section title="Compare two versions">
      <Stack gap="sm">
        <Group>
          <NativeSelect label="From" value={String(from)} onChange={(event) => setFrom(Number(event.currentTarget.value))} data={options} />
          <NativeSelect label="To" value={String(to)} onChange={(event) => setTo(Number(event.currentTarget.value))} data={options} />
        </Group>
        {waiting(query, "both versions")}
        {query.data && <ChangeList connection_id={connection_id} changes={query.data.changes} />}
      </Stack>
    </Section>
  );
}
