/** The columns of the contacts list: what each shows, and which ones this browser wants in which order. */
import { ActionIcon, Button, Checkbox, Group, Popover, Stack, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import {
  columnOrderingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  rowSelectionFeature,
  tableFeatures,
} from "@tanstack/react-table";
import type { ContactRow } from "../api.ts";
import { Chip, StateChip, StatusChip } from "../parts/chip.tsx";
import { Link } from "../parts/router.tsx";
import { dayText, Time } from "../parts/time.tsx";
import { HEALTH_OF_CONTACT, PROVIDERS, word } from "../parts/words.ts";

export const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature, rowSelectionFeature });
const helper = createColumnHelper<typeof features, ContactRow>();

const TAGS_SHOWN = 4;
/** The tags that say what the status column says, or where the contact is from, are left out. */
const SAID_ELSEWHERE = new Set(["clio", "mycase", "person", "client", "active client", "pending client", "past client"]);
const tellingTags = (contact: ContactRow) => contact.tags.filter((tag) => !SAID_ELSEWHERE.has(tag.toLowerCase()));

export const NAME = "name";
const LABELS: Record<string, string> = {
  status: "Status",
  owner: "Owner",
  tags: "Tags",
  last_activity: "Last activity",
  health: "To look at",
  company: "Company",
  email: "E-mail",
  phone: "Phone",
  birthday: "Birthday",
  from: "From",
};

export const columns = helper.columns([
  helper.display({ id: NAME, header: "Name", enableHiding: false, cell: ({ row }) => <NameCell contact={row.original} /> }),
  helper.display({ id: "status", header: LABELS["status"], cell: ({ row }) => <Standing contact={row.original} /> }),
  helper.display({
    id: "owner",
    header: LABELS["owner"],
    cell: ({ row }) =>
      row.original.owner?.name ?? (
        <Text span inherit c="dimmed">
          Nobody
        </Text>
      ),
  }),
  helper.display({ id: "tags", header: LABELS["tags"], cell: ({ row }) => <Tags tags={tellingTags(row.original)} /> }),
  helper.display({
    id: "last_activity",
    header: LABELS["last_activity"],
    cell: ({ row }) => row.original.last_activity_at && <Time at={row.original.last_activity_at} />,
  }),
  helper.display({ id: "health", header: LABELS["health"], cell: ({ row }) => <Health contact={row.original} /> }),
  helper.display({ id: "company", header: LABELS["company"], cell: ({ row }) => row.original.company_name }),
  helper.display({ id: "email", header: LABELS["email"], cell: ({ row }) => row.original.email }),
  helper.display({ id: "phone", header: LABELS["phone"], cell: ({ row }) => row.original.phone }),
  helper.display({
    id: "birthday",
    header: LABELS["birthday"],
    cell: ({ row }) => row.original.birthday && dayText(row.original.birthday),
  }),
  helper.display({ id: "from", header: LABELS["from"], cell: ({ row }) => PROVIDERS[row.original.provider] }),
]);

export const addressOf = (contact: { connection_id: string; provider_id: string }): string =>
  `/contacts/${contact.connection_id}/${encodeURIComponent(contact.provider_id)}`;

function NameCell({ contact }: { contact: ContactRow }) {
  return (
    <>
      <Link className="name" href={addressOf(contact)}>
        {contact.name || `No name (${contact.provider_id})`}
      </Link>
      <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        {[contact.email, contact.phone].filter(Boolean).join(" · ") || contact.company_name}
      </Text>
      <Group gap={6} mt={4} hiddenFrom="sm">
        <Standing contact={contact} />
        <Health contact={contact} />
        {tellingTags(contact)
          .slice(0, 2)
          .map((tag) => (
            <Chip key={tag}>{tag}</Chip>
          ))}
      </Group>
    </>
  );
}

function Standing({ contact }: { contact: ContactRow }) {
  return (
    <Group gap={6} component="span" style={{ whiteSpace: "nowrap" }}>
      <StatusChip status={contact.client_status} />
      {contact.state !== "in" && <StateChip state={contact.state} />}
    </Group>
  );
}

function Health({ contact }: { contact: ContactRow }) {
  return contact.health.map((name) => (
    <Chip key={name} tone="wait">
      {word(HEALTH_OF_CONTACT, name)}
    </Chip>
  ));
}

function Tags({ tags }: { tags: string[] }) {
  return (
    <Group gap={6}>
      {tags.slice(0, TAGS_SHOWN).map((tag) => (
        <Chip key={tag}>{tag}</Chip>
      ))}
      {tags.length > TAGS_SHOWN && (
        <Text size="sm" c="dimmed">
          and {tags.length - TAGS_SHOWN} more
        </Text>
      )}
    </Group>
  );
}

export interface Columns {
  order: string[];
  shown: string[];
}
const AT_FIRST: Columns = { order: Object.keys(LABELS), shown: ["status", "owner", "tags", "last_activity", "from"] };

/** Kept in this browser. What a later version brings stands at the end, what it takes away is forgotten. */
export function useColumns() {
  const [kept, set] = useLocalStorage<Columns>({ key: "privity.contact_columns", defaultValue: AT_FIRST, getInitialValueInEffect: false });
  const known = (kept.order ?? []).filter((id) => id in LABELS);
  const value = { order: [...new Set([...known, ...AT_FIRST.order])], shown: (kept.shown ?? []).filter((id) => id in LABELS) };
  return { ...value, set, reset: () => set(AT_FIRST) };
}

const Arrow = ({ up = false }: { up?: boolean }) => (
  <svg width="12" height="12" viewBox="0 0 12 12" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" aria-hidden>
    <path d={up ? "M6 10V2M2.5 5.5 6 2l3.5 3.5" : "M6 2v8M2.5 6.5 6 10l3.5-3.5"} />
  </svg>
);

export function ColumnChooser({ order, shown, set, reset }: ReturnType<typeof useColumns>) {
  const show = (id: string, on: boolean) => set({ order, shown: on ? [...shown, id] : shown.filter((each) => each !== id) });
  const move = (at: number, by: 1 | -1) => {
    const next = [...order];
    [next[at], next[at + by]] = [next[at + by]!, next[at]!];
    set({ order: next, shown });
  };
  return (
    <Popover position="bottom-end" withArrow trapFocus shadow="md">
      <Popover.Target>
        <Button variant="default" visibleFrom="sm">
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap={4}>
          {order.map((id, at) => (
            <Group key={id} justify="space-between" wrap="nowrap" gap="lg">
              <Checkbox label={LABELS[id]} checked={shown.includes(id)} onChange={(event) => show(id, event.currentTarget.checked)} />
              <Group gap={2} wrap="nowrap">
                <ActionIcon variant="default" aria-label={`${LABELS[id]}: to the left`} disabled={at === 0} onClick={() => move(at, -1)}>
                  <Arrow up />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  aria-label={`${LABELS[id]}: to the right`}
                  disabled={at === order.length - 1}
                  onClick={() => move(at, 1)}
                >
                  <Arrow />
                </ActionIcon>
              </Group>
            </Group>
          ))}
          <Button mt="xs" size="xs" variant="default" onClick={reset}>
            As at first
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
