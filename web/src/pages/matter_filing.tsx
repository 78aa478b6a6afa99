/** Texts, messages and documents that may belong on this matter, and nobody said so yet (B-WRB-4). */
import { Button, Group, List, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, useApi, type Matter, type NeedsFiling, type Page } from "../api.ts";
import { Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { Trouble } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { ACTIVITIES, word } from "../parts/words.ts";

/** The latest ones of the connection are looked through; older ones stand under Outbox. */
const LOOKED_THROUGH = "200";

export function NeedsFilingHere({ matter }: { matter: Matter }) {
  const client = useQueryClient();
  const query = useApi<Page<NeedsFiling>>("/needs-filing", { connection: matter.connection_id, limit: LOOKED_THROUGH });
  const file = useMutation({
    mutationFn: (activity_id: string) => send("POST", `/activities/${activity_id}/file`, { matter_id: matter.provider_id }),
    onSuccess: () => client.invalidateQueries(),
  });
  const here = (query.data?.items ?? []).filter((item) => item.suggestions.some((each) => each.matter_id === matter.provider_id));
  if (here.length === 0) return null;
  return (
    <Section title="May belong here">
      <Text size="sm" c="dimmed" mb="xs">
        Nobody said on which matter these belong.
      </Text>
      {file.error && <Trouble error={file.error} />}
      <List listStyleType="none" spacing="sm">
        {here.map((item) => (
          <List.Item key={item.activity_id}>
            <Group gap="xs">
              <Text size="sm">
                {word(ACTIVITIES, item.kind)} {item.subject && `“${item.subject}” `}of{" "}
                <Link className="name" href={`/contacts/${item.connection_id}/${encodeURIComponent(item.contact_id)}`}>
                  {item.contact_name || item.contact_id}
                </Link>
                , <Time at={item.occurred_at} />
              </Text>
              <Button
                size="compact-sm"
                variant="default"
                loading={file.isPending && file.variables === item.activity_id}
                onClick={() => file.mutate(item.activity_id)}
              >
                File it here
              </Button>
            </Group>
          </List.Item>
        ))}
      </List>
    </Section>
  );
}
