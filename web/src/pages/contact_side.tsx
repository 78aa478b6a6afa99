/** Beside a contact: how to reach them, key facts, possible duplicates. */
import { Anchor, Group, List, Stack, Text } from "@mantine/core";
import type { Contact } from "../api.ts";
import { Section } from "../parts/page.tsx";
import { Link } from "../parts/router.tsx";
import { dayText } from "../parts/time.tsx";
import { Why } from "../parts/why.tsx";
import { PROVIDERS } from "../parts/words.ts";

export function Facts({ contact }: { contact: Contact }) {
  if (contact.key_facts.length === 0) return null;
  return (
    <Section title="Key facts">
      <Stack gap={6}>
        {contact.key_facts.map((fact) => (
          <Why key={fact.label + fact.origin + fact.text} reasons={[fact.why]} label={`the key fact ${fact.label}`} since={fact.since}>
            <Text span c="dimmed">
              {fact.label}
            </Text>
            <Text span>{[fact.date && dayText(fact.date), fact.text].filter(Boolean).join(" · ")}</Text>
          </Why>
        ))}
      </Stack>
    </Section>
  );
}

export function Reachable({ contact }: { contact: Contact }) {
  const address = (each: Contact["addresses"][number]) =>
    [each.street, each.city, each.state, each.postal_code, each.country].filter(Boolean).join(", ");
  const rows = [
    ...contact.emails.map((each) => ["E-mail", each.address, each.label] as const),
    ...contact.phones.map((each) => [each.fax ? "Fax" : "Phone", each.number, each.label] as const),
    ...contact.addresses.map((each) => ["Address", address(each), each.label] as const),
  ];
  return (
    <Section title="How to reach them">
      {rows.length === 0 && <Text c="dimmed">No e-mail, phone or address at the provider.</Text>}
      <dl className="facts">
        {rows.map(([what, value, label]) => (
          <div key={what + value + label} style={{ display: "contents" }}>
            <dt>{what}</dt>
            <dd>
              {value}{" "}
              {label && (
                <Text span size="sm" c="dimmed">
                  {label}
                </Text>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

export function Duplicates({ contact }: { contact: Contact }) {
  if (contact.duplicates.length === 0) return null;
  return (
    <Section title="Possible duplicates">
      <Text size="sm" c="dimmed" mb="xs">
        They share an e-mail or phone. They stay separate contacts; a family may well share one.
      </Text>
      <List spacing="xs" listStyleType="none">
        {contact.duplicates.map((other) => (
          <List.Item key={other.connection_id + other.provider_id}>
            <Group gap={8}>
              <Link className="name" href={`/contacts/${other.connection_id}/${encodeURIComponent(other.provider_id)}`}>
                {other.name}
              </Link>
              <Text size="sm" c="dimmed">
                {PROVIDERS[other.provider]} · {other.shared.join(", ")}
              </Text>
              {other.link && (
                <Anchor
                  size="sm"
                  href={other.link}
                  target="_blank"
                  rel="noreferrer"
                  aria-label={`Open ${other.name} in ${PROVIDERS[other.provider]}`}
                >
                  ↗
                </Anchor>
              )}
            </Group>
          </List.Item>
        ))}
      </List>
    </Section>
  );
}
