/** All settings of a connection as a form, grouped as people think of them, each error at its field (B-WHY-5). */
import { SimpleGrid, Stack } from "@mantine/core";
import { useApi, type Choices, type ProblemBody, type SettingsAnswer, type TagList } from "../api.ts";
import { Section } from "./page.tsx";
import { SettingField, type Described } from "./setting_field.tsx";
import { SETTING_GROUPS } from "./setting_words.ts";
import { waiting } from "./states.tsx";

export type Document = Record<string, unknown>;
export type FieldErrors = NonNullable<ProblemBody["errors"]>;

/** What this provider does not have is not shown; what clients see of matters is mapped on a page of its own. */
const isChoice = (setting: Described): boolean =>
  (setting.allowed === null || setting.allowed.length > 1) && !setting.path.startsWith("projects.");

export function SettingsForm(props: {
  connection_id: string;
  settings: SettingsAnswer;
  draft: Document;
  change: (document: Document) => void;
  errors: FieldErrors;
}) {
  const { connection_id, settings, draft, change, errors } = props;
  const choices = useApi<Choices>(`/connections/${connection_id}/settings/choices`);
  const tags = useApi<TagList>("/tags", { connection: connection_id, limit: "200" });
  if (!choices.data) return waiting(choices, "what there is to choose from");
  const groups = [...Map.groupBy(settings.described.filter(isChoice), (setting) => setting.path.split(".")[0]!)];
  return (
    <Stack gap="md">
      {groups.map(([group, described]) => (
        <Section key={group} title={SETTING_GROUPS[group] ?? group}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
            {described.map((setting) => (
              <SettingField
                key={setting.path}
                setting={setting}
                value={valueAt(draft, setting.path)}
                change={(value) => change(changed(draft, setting.path, value, settings))}
                error={errorAt(errors, setting.path)}
                choices={choices.data}
                tags={tags.data?.items.map((tag) => tag.name) ?? []}
              />
            ))}
          </SimpleGrid>
        </Section>
      ))}
    </Stack>
  );
}

/** What is about this firm's own people and fields: no preset knows it. */
const OWN = [
  "matters.lead",
  "contacts.country",
  "contacts.never_engage",
  "owner.primary_member",
  "owner.attorney_rules",
  "tags.custom_fields",
  "key_facts.custom_dates",
  "segment.tags",
  "team.positions",
  "projects",
];

function changed(draft: Document, path: string, value: unknown, { presets }: SettingsAnswer): Document {
  const preset = path === "preset" ? presets[String(value)] : undefined;
  if (!preset) return withValue(draft, path.split("."), value);
  return OWN.reduce((document, own) => withValue(document, own.split("."), valueAt(draft, own)), preset);
}

/** An error may lie deeper than the field: the third entry of a list. */
function errorAt(errors: FieldErrors, path: string): string | undefined {
  const found = errors.find((error) => error.path === path || error.path.startsWith(`${path}.`));
  return found && `${found.message}${found.allowed ? `: ${found.allowed.join(", ")}` : ""}`;
}

const isObject = (value: unknown): value is Document => typeof value === "object" && value !== null && !Array.isArray(value);

export const valueAt = (document: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((place, name) => (isObject(place) ? place[name] : undefined), document);

function withValue(document: Document, [name = "", ...rest]: string[], value: unknown): Document {
  const inner = document[name];
  return { ...document, [name]: rest.length === 0 ? value : withValue(isObject(inner) ? inner : {}, rest, value) };
}
