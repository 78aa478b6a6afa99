/** Who changed what and when, and back to an earlier version (B-WHY-4). */
import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, usePages, type SettingsAnswer, type SettingsVersion } from "../api.ts";
import { ChangeList } from "../parts/change_list.tsx";
import { Chip } from "../parts/chip.tsx";
import { Section } from "../parts/page.tsx";
import { More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";

export function Versions({
  connection_id,
  newest,
  preview,
}: {
  connection_id: string;
  newest: number;
  preview: (version: number) => void;
}) {
  const path = `/connections/${connection_id}/settings`;
  const query = usePages<SettingsVersion>(`${path}/versions`);
  const client = useQueryClient();
  const back = useMutation({
    mutationFn: (version: number) => send<SettingsAnswer>("POST", `${path}/rollback`, { version, if_version: newest }),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <Section title="Versions">
      {waiting(query, "versions")}
      {back.error && <Trouble error={back.error} />}
      <Stack component="ol" gap="md" m={0} p={0} style={{ listStyle: "none" }}>
        {query.items.map((version) => (
          <li key={version.version}>
            <Group justify="space-between" align="start">
              <div>
                <Text size="sm">
                  <b>Version {version.version}</b> · <Time at={version.created_at} /> · {version.created_by}{" "}
                  {version.note && `· ${version.note} `}
                  {version.in_force && <Chip tone="good">in force</Chip>}
                </Text>
                {version.version > 1 && <ChangeList connection_id={connection_id} changes={version.changes} />}
              </div>
              {!version.in_force && (
                <Group gap="xs">
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`See what would change on going back to version ${version.version}`}
                    onClick={() => preview(version.version)}
                  >
                    See what would change
                  </Button>
                  <Button
                    size="xs"
                    variant="default"
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
  );
}
