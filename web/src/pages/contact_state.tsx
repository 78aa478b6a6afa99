/** In which state a contact is, and what would change that (B-SYN-10): above everything else where it is not simply in. */
import { Group, List, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Contact } from "../api.ts";
import { Notice } from "../parts/notice.tsx";
import { Link } from "../parts/router.tsx";
import { PROVIDERS } from "../parts/words.ts";
import { addressOf } from "./contacts_columns.tsx";

const scope = (
  <>
    It comes in by itself when that changes, or when an admin widens the scope under{" "}
    <Link className="name" href="/settings">
      Settings
    </Link>
    .
  </>
);
const segment = (
  <>
    It comes back by itself when its tags fit, or when an admin changes the segment under{" "}
    <Link className="name" href="/settings">
      Settings
    </Link>
    . Its history is kept.
  </>
);

/** What would change it, by the reason's code. `there` is the provider's name. */
const NEXT: Record<string, (there: string) => ReactNode> = {
  company: (there) => `If it is a person, make it one at ${there}; the next sync takes it in.`,
  archived: (there) => `Take it out of the archive at ${there}; the next sync takes it in.`,
  duplicate_of: (there) => `Merge it with the other one at ${there}, or mend its name there.`,
  no_name: (there) => `Give it a first or last name at ${there}; the next sync takes it in.`,
  no_channel: (there) => `Add a valid e-mail, a phone number or a full address at ${there}; the next sync takes it in.`,
  scope_not_client: () => scope,
  scope_never_on_matter: () => scope,
  scope_not_on_matter: () => scope,
  scope_not_main_client: () => scope,
  segment_any: () => segment,
  segment_all: () => segment,
  segment_none: () => segment,
  suspected_gone: (there) =>
    `It is looked for again after a day, or now by “Sync this contact now”. What would be written to it is held. If it is there, the sync user may have lost the right to see it at ${there}.`,
  tombstone: () => "Nothing is written to it any more. If it comes back there, it is taken in again.",
};

const TITLES: Record<string, (there: string) => string> = {
  skipped: () => "Skipped: not among your contacts",
  out_of_scope: () => "Out of scope: not among your contacts",
  out_of_segment: () => "Out of segment: not among your contacts",
  suspected_gone: (there) => `Possibly gone from ${there}`,
  tombstone: (there) => `Gone from ${there}`,
};

export function StateNote({ contact }: { contact: Contact }) {
  if (contact.state === "in") return null;
  const there = PROVIDERS[contact.provider];
  return (
    <Notice title={TITLES[contact.state]?.(there) ?? ""}>
      <Text size="sm">
        {contact.state_why.sentence} {NEXT[contact.state_why.code]?.(there)}
      </Text>
      {contact.lives_on.length > 0 && (
        <Group gap={6} mt="xs" align="start">
          <Text size="sm">These have the same e-mail or phone; it may live on as one of them:</Text>
          <List size="sm" listStyleType="none">
            {contact.lives_on.slice(0, 5).map((other) => (
              <List.Item key={other.connection_id + other.provider_id}>
                <Link className="name" href={addressOf(other)}>
                  {other.name || other.provider_id}
                </Link>{" "}
                ({PROVIDERS[other.provider]})
              </List.Item>
            ))}
          </List>
        </Group>
      )}
    </Notice>
  );
}
