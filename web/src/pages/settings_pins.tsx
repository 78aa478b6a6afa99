/** Contacts whose owner a member has pinned, to be looked at and taken away (B-OWN-4). */
import { Button, Table, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { send, usePages, type Pin } from "../api.ts";
import { Chip } from "../parts/chip.tsx";
import { Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { More, Trouble, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";

export function Pins({ connection_id }: { connection_id: string }) {
  const query = usePages<Pin>(`/connections/${connection_id}/pins`);
  const client = useQueryClient();
  const contact = (id: string) => `/contacts/${connection_id}/${encodeURIComponent(id)}`;
  const remove = useMutation({
    mutationFn: (id: string) => send("DELETE", `${contact(id)}/pin`),
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <Section title="Pinned owners">
      <Text size="sm" mb="sm">
        A pin goes before everything above. Members pin on a contact’s own page.
      </Text>
      {waiting(query, "pins")}
      {remove.error && <Trouble error={remove.error} />}
      {query.data && query.items.length === 0 && (
        <Text size="sm" c="dimmed">
          No contact is pinned.
        </Text>
      )}
      {query.items.length > 0 && (
        <Table verticalSpacing="xs" className="stacks">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Contact</Table.Th>
              <Table.Th>Pinned to</Table.Th>
              <Table.Th>By, when</Table.Th>
              <Table.Th>
                <span className="only-heard">Remove</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {query.items.map((pin) => (
              <Table.Tr key={pin.contact.provider_id}>
                <Table.Td>
                  <Link className="name" href={contact(pin.contact.provider_id)}>
                    {pin.contact.name}
                  </Link>
                </Table.Td>
                <Table.Td>
                  {pin.member.name} {pin.ignored_because && <Chip tone="wait">ignored: {pin.ignored_because}</Chip>}
                </Table.Td>
                <Table.Td>
                  {pin.by ?? "not known any more"}, <Time at={pin.at} />
                </Table.Td>
                <Table.Td>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Remove the pin of ${pin.contact.name}`}
                    loading={remove.isPending && remove.variables === pin.contact.provider_id}
                    onClick={() => remove.mutate(pin.contact.provider_id)}
                  >
                    Remove
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <More query={query} />
    </Section>
  );
}
