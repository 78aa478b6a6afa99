/** The lists behind "Not synced". */
import { Anchor, Group, Stack, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { usePages, type DuplicateGroup, type Hidden, type Quarantined, type Skipped } from "../api.ts";
import { Choice } from "../parts/filters.tsx";
import { ProviderLink } from "../parts/page.tsx";
import { Link, useQueryValue } from "../parts/router.tsx";
import { Empty, More, waiting } from "../parts/states.tsx";
import { Time } from "../parts/time.tsx";
import { Why } from "../parts/why.tsx";
import { KINDS, PROVIDERS, SKIP_REASONS, word } from "../parts/words.ts";

const REASONS = [{ value: "", label: "Any" }, ...Object.entries(SKIP_REASONS).map(([value, label]) => ({ value, label }))];

function contactPage(row: { connection_id: string; provider_id: string }): string {
  return `/contacts/${row.connection_id}/${encodeURIComponent(row.provider_id)}`;
}

export function SkippedList({ connection }: { connection: string }) {
  const [reason] = useQueryValue("reason");
  const list = usePages<Skipped>("/skipped", { connection, reason });
  return (
    <Stack gap="md">
      <Group>
        <Choice name="reason" label="Reason" options={REASONS} />
      </Group>
      <Listed list={list} what="skipped contacts" none="Nobody is skipped">
        {list.items.map((row) => (
          <Table.Tr key={row.connection_id + row.provider_id}>
            <Table.Td>
              <Link className="name" href={contactPage(row)}>
                {row.name || `No name (${row.provider_id})`}
              </Link>
            </Table.Td>
            <Table.Td>
              <Why reasons={[row.why, ...row.other_whys]} label={`${row.name} is skipped`}>
                {word(SKIP_REASONS, row.why.code)}
                {row.other_whys.length > 0 && ` and ${row.other_whys.length} more`}
              </Why>
            </Table.Td>
            <Table.Td>
              <ProviderLink provider={row.provider} href={row.link} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Listed>
    </Stack>
  );
}

export function QuarantineList({ connection }: { connection: string }) {
  const list = usePages<Quarantined>("/quarantined", { connection });
  return (
    <Listed list={list} what="broken rows" none="Every row could be read">
      {list.items.map((row) => (
        <Table.Tr key={row.connection_id + row.kind + row.provider_id}>
          <Table.Td>
            {word(KINDS, row.kind)} {row.provider_id}
            <Text size="sm" c="dimmed">
              since <Time at={row.first_at} />
            </Text>
          </Table.Td>
          <Table.Td>{row.reason}</Table.Td>
          <Table.Td>
            <ProviderLink provider={row.provider} href={row.link} />
          </Table.Td>
        </Table.Tr>
      ))}
    </Listed>
  );
}

export function HiddenList({ connection }: { connection: string }) {
  const list = usePages<Hidden>("/hidden", { connection });
  return (
    <Listed list={list} what="hidden people" none="The sync user sees everybody who is named on a matter">
      {list.items.map((row) => (
        <Table.Tr key={row.connection_id + row.provider_id}>
          <Table.Td>
            {PROVIDERS[row.provider]} id {row.provider_id}
          </Table.Td>
          <Table.Td>
            Named on{" "}
            {row.matters.map((matter, index) => (
              <span key={matter.provider_id + matter.role}>
                {index > 0 && ", "}
                <Link className="name" href={`/matters/${row.connection_id}/${encodeURIComponent(matter.provider_id)}`}>
                  {matter.number || matter.name || matter.provider_id}
                </Link>{" "}
                ({matter.role})
              </span>
            ))}
            . Give the sync user access to this person at the provider.
          </Table.Td>
          <Table.Td>
            <ProviderLink provider={row.provider} href={row.link} />
          </Table.Td>
        </Table.Tr>
      ))}
    </Listed>
  );
}

export function DuplicateList({ connection }: { connection: string }) {
  const list = usePages<DuplicateGroup>("/duplicates", { connection });
  return (
    <Listed list={list} what="possible duplicates" none="No e-mail or phone is shared">
      {list.items.map((group) => (
        <Table.Tr key={group.channel}>
          <Table.Td>{group.channel}</Table.Td>
          <Table.Td>
            {group.contacts.map((contact) => (
              <Group key={contact.connection_id + contact.provider_id} gap={8}>
                <Link className="name" href={contactPage(contact)}>
                  {contact.name}
                </Link>
                {contact.link && (
                  <Anchor
                    size="sm"
                    href={contact.link}
                    target="_blank"
                    rel="noreferrer"
                    aria-label={`Open ${contact.name} in ${PROVIDERS[contact.provider]}`}
                  >
                    {PROVIDERS[contact.provider]} ↗
                  </Anchor>
                )}
              </Group>
            ))}
          </Table.Td>
          <Table.Td />
        </Table.Tr>
      ))}
    </Listed>
  );
}

type List = ReturnType<typeof usePages<unknown>>;

function Listed({ list, what, none, children }: { list: List; what: string; none: string; children: ReactNode }) {
  const wait = waiting(list, what);
  if (wait) return wait;
  if (list.items.length === 0) return <Empty title={none} />;
  return (
    <>
      <Table.ScrollContainer minWidth={420}>
        <Table verticalSpacing="xs" bg="var(--mantine-color-body)" withTableBorder>
          <Table.Tbody>{children}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <More query={list} />
    </>
  );
}
