/** One section of the settings as a form, each error at its field (B-WHY-5). */
import { Code, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { useApi, type Choices, type Connection, type ProblemBody, type SettingsAnswer, type Touched } from "../api.ts";
import { Section } from "./page.tsx";
import { changed, valueAt, type Described, type Document } from "./setting_document.ts";
import { isWide, SettingField } from "./setting_field.tsx";
import { sectionOf, type SettingSection } from "./setting_sections.ts";
import { settingName, shownValue } from "./setting_words.ts";
import { waiting } from "./states.tsx";

export type FieldErrors = NonNullable<ProblemBody["errors"]>;

interface SectionFormProps {
  connection: Connection;
  section: SettingSection;
  settings: SettingsAnswer;
  draft: Document;
  change: (document: Document) => void;
  errors: FieldErrors;
  /** The setting that was looked for. */
  at: string;
}

export function SectionForm({ connection, section, settings, draft, change, errors, at }: SectionFormProps) {
  const path = `/connections/${connection.connection_id}/settings`;
  const choices = useApi<Choices>(`${path}/choices`);
  const touched = useApi<Touched>(`${path}/touched`).data;
  const described = settings.described.filter((setting) => sectionOf(setting.path) === section.id);
  return (
    <Section title={section.title}>
      <Stack gap="lg">
        <div>
          <Text>{section.decides}</Text>
          <Text size="sm" c="dimmed" mih="1.5em">
            {touched && section.touches?.(touched)}
          </Text>
        </div>
        {waiting(choices, "what there is to choose from")}
        {choices.data && (
          <Fields at={at}>
            {described.map((setting) => (
              <div key={setting.path} id={placeOf(setting.path)} className={isWide(setting.path) ? "whole-width" : ""}>
                <SettingField
                  connection={connection}
                  setting={setting}
                  value={valueAt(draft, setting.path)}
                  change={(value) => change(changed(draft, setting.path, value, settings))}
                  error={errorAt(errors, setting.path)}
                  choices={choices.data}
                  draft={draft}
                />
              </div>
            ))}
          </Fields>
        )}
        <Technical described={described} document={settings.document} choices={choices.data} />
      </Stack>
    </Section>
  );
}

const placeOf = (path: string): string => `setting-${path.replaceAll(".", "-")}`;

/** Whoever looked for a setting finds it in view, and the keyboard in it. */
function Fields({ at, children }: { at: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (at === "") return;
    // After the frame of the page, which puts the keyboard at the beginning of every page.
    const later = setTimeout(() => {
      const field = place.current?.querySelector<HTMLElement>(`#${CSS.escape(placeOf(at))}`);
      field?.scrollIntoView({ block: "center" });
      field?.querySelector<HTMLElement>("input, select, button")?.focus({ preventScroll: true });
    }, 100);
    return () => clearTimeout(later);
  }, [at]);
  return (
    <SimpleGrid ref={place} cols={{ base: 1, sm: 2 }} spacing="lg">
      {children}
    </SimpleGrid>
  );
}

/** For whoever works with the API or the command line. */
function Technical({ described, document, choices }: { described: Described[]; document: Document; choices: Choices | undefined }) {
  return (
    <details className="why">
      <summary>
        <span className="why-mark">Technical names and defaults</span>
      </summary>
      <Table.ScrollContainer minWidth={480}>
        <Table verticalSpacing={4} mt="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Setting</Table.Th>
              <Table.Th>Technical name</Table.Th>
              <Table.Th>In force</Table.Th>
              <Table.Th>Default</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {described.map(({ path, default: normal }) => (
              <Table.Tr key={path}>
                <Table.Td>{settingName(path)}</Table.Td>
                <Table.Td>
                  <Code>{path}</Code>
                </Table.Td>
                <Table.Td>{shownValue(path, valueAt(document, path), choices)}</Table.Td>
                <Table.Td>{shownValue(path, normal, choices)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}

/** An error may lie deeper than the field: the third entry of a list. */
function errorAt(errors: FieldErrors, path: string): string | undefined {
  const found = errors.find((error) => error.path === path || error.path.startsWith(`${path}.`));
  return found && `${found.message}${found.allowed ? `: ${found.allowed.join(", ")}` : ""}`;
}
