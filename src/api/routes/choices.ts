/** What settings can choose from, by name, so that nobody has to know an id (B-WHY-5); and how much they touch. */
import { z } from "@hono/zod-openapi";
import { listMembers, type ConnectionRow } from "../../connections/store_lists.ts";
import { readSettings } from "../../connections/store_settings.ts";
import type { CustomFieldFacts } from "../../model/facts.ts";
import { neverEngageTest } from "../../projection/audience.ts";
import { loadEnvironment } from "../../projection/environment.ts";
import { findValues, type FoundValues } from "../../projection/found_values.ts";
import { mapStaff } from "../../projection/mapping.ts";
import type { PreparedContext } from "../../projection/prepare.ts";
import { countMatterWords, countTouched, listRoles, type MatterWord } from "../../projection/store_settings_facts.ts";
import { isTagField, tagName } from "../../projection/tag_text.ts";
import { positionOf } from "../../projection/team.ts";
import { foldKey, squeeze } from "../../projection/text.ts";
import {
  choicesSchema,
  foundFieldsSchema,
  foundGroupsSchema,
  touchedSchema,
  type Choices,
  type FoundFields,
  type FoundGroups,
} from "../contract/choices.ts";
import { connectionParam } from "../contract/common.ts";
import * as examples from "../contract/examples_choices.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const MOST_ROLES = 300;
const VALUES_SHOWN = 12;

const PATH = "/api/v1/connections/{connection_id}/settings";
const params = z.object({ connection_id: connectionParam });
const tags = ["Settings"];
const refusals = problemResponses("invalid-request", "not-found");

const choicesRoute = createRoute({
  method: "get",
  path: `${PATH}/choices`,
  operationId: "readSettingsChoices",
  tags,
  summary: "What settings can choose from",
  description: "The provider's custom fields, titles and staff, and the firm's members, by name.",
  request: { params },
  responses: { 200: json(choicesSchema, "The choices", examples.choices), ...refusals },
});

const fieldsRoute = createRoute({
  method: "get",
  path: `${PATH}/fields`,
  operationId: "readCustomFieldValues",
  tags,
  summary: "What custom fields hold",
  description:
    "The custom fields of contacts or matters, each with its most frequent values and how many records have them, counted over the mirror (100,000 records at most).",
  request: {
    params,
    query: z.strictObject({ of: z.enum(["contact", "matter"]).default("contact").openapi({ description: "Whose fields" }) }),
  },
  responses: { 200: json(foundFieldsSchema, "The fields", examples.found_fields), ...refusals },
});

const groupsRoute = createRoute({
  method: "get",
  path: `${PATH}/groups`,
  operationId: "readFoundGroups",
  tags,
  summary: "Groups found at the provider",
  description:
    "What the never-engage list can name: relationship texts (Clio) or people groups (MyCase), with how many contacts have each.",
  request: { params },
  responses: { 200: json(foundGroupsSchema, "The groups", examples.found_groups), ...refusals },
});

const touchedRoute = createRoute({
  method: "get",
  path: `${PATH}/touched`,
  operationId: "readSettingsTouch",
  tags,
  summary: "How much the settings touch",
  description: "Contacts, matters and staff that each part of the settings decides about, as they are now.",
  request: { params },
  responses: { 200: json(touchedSchema, "The counts", examples.touched), ...refusals },
});

export function choiceRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(choicesRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const context = await contextOf(connection);
    const fields = [...context.custom_fields.values()].filter((field) => !field.deleted);
    const of_contacts = fields.filter((field) => field.parent === "contact");
    const [members, words] = await Promise.all([listMembers(db, connection.firm_id), countMatterWords(db, connection)]);
    return c.json(
      {
        tag_fields: of_contacts.filter((field) => isTagField(connection.provider, field.type)).map(named),
        date_fields: connection.provider === "clio" ? of_contacts.filter((field) => field.type === "date").map(named) : [],
        matter_fields: fields.filter((field) => field.parent === "matter").map(named),
        practice_areas: [...context.practice_areas.values()].map(({ name }) => ({
          name,
          matters: countWords(words, { practice_area: name }),
        })),
        stages: [...context.stages.values()].map(({ name, practice_area_id }) => {
          const practice_area = context.practice_areas.get(practice_area_id ?? "")?.name ?? null;
          return { name, practice_area, matters: countWords(words, { stage: name, ...(practice_area === null ? {} : { practice_area }) }) };
        }),
        groups:
          connection.provider === "clio"
            ? (await listRoles(db, connection, MOST_ROLES)).map(({ role }) => role)
            : [...context.people_groups.values()].map((group) => group.name),
        titles: titlesOf(context),
        staff: staffOf(context),
        members: members.map(({ member_id, name, email, active }) => ({ member_id, name, email, active })),
      },
      200,
    );
  });
  app.openapi(fieldsRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    return c.json(await fieldsOf(connection, c.req.valid("query").of), 200);
  });
  app.openapi(groupsRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    return c.json({ items: await groupsOf(connection) }, 200);
  });
  app.openapi(touchedRoute, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { staff, staff_mapping } = await contextOf(connection);
    const unmapped = [...staff.values()].filter((person) => person.active && !staff_mapping.get(person.provider_id)?.member);
    return c.json({ ...(await countTouched(db, connection)), staff: staff.size, staff_unmapped: unmapped.length }, 200);
  });

  async function contextOf(connection: ConnectionRow): Promise<PreparedContext> {
    const { settings } = await readSettings(db, connection);
    const { context } = await loadEnvironment(db, connection, deps.connectors[connection.provider].mapper, settings, deps.clock.now());
    return context;
  }

  async function fieldsOf(connection: ConnectionRow, of: "contact" | "matter"): Promise<FoundFields> {
    const { custom_fields } = await contextOf(connection);
    const found = await findValues(db, connection, deps.connectors[connection.provider].mapper, of, custom_fields);
    const fields = [...custom_fields.values()].filter((field) => field.parent === of && !field.deleted);
    return {
      counted: found.counted,
      cut: found.cut,
      items: fields.map((field) => {
        const values = found.fields.get(field.provider_id);
        return {
          ...named(field),
          type: field.type,
          records: values?.records ?? 0,
          values: values?.values.slice(0, VALUES_SHOWN) ?? [],
          more: values !== undefined && (values.more || values.values.length > VALUES_SHOWN),
          tag: of === "contact" && isTagField(connection.provider, field.type) ? tagOf(field, values) : null,
        };
      }),
    };
  }

  async function groupsOf(connection: ConnectionRow): Promise<FoundGroups["items"]> {
    const isPrefilled = neverEngageTest(null);
    if (connection.provider === "clio") {
      const roles = await listRoles(db, connection, MOST_ROLES);
      return roles.map(({ role, contacts, examples: some }) => ({ name: role, contacts, examples: some, prefilled: isPrefilled(role) }));
    }
    const { people_groups } = await contextOf(connection);
    const { groups } = await findValues(db, connection, deps.connectors.mycase.mapper, "contact", new Map());
    return [...people_groups.values()]
      .map(({ provider_id, name }) => ({
        name,
        ...(groups.get(provider_id) ?? { contacts: 0, examples: [] }),
        prefilled: isPrefilled(name),
      }))
      .toSorted((a, b) => b.contacts - a.contacts || a.name.localeCompare(b.name));
  }
}

/** Ignoring case and outer blanks, as the rules compare them. */
function countWords(words: readonly MatterWord[], wanted: Partial<Pick<MatterWord, "practice_area" | "stage">>): number {
  const fits = (word: MatterWord) =>
    (["practice_area", "stage"] as const).every((what) => wanted[what] === undefined || foldKey(word[what]) === foldKey(wanted[what]));
  return words.filter(fits).reduce((sum, word) => sum + word.matters, 0);
}

const named = ({ provider_id, name }: { provider_id: string; name: string }) => ({ id: provider_id, name });

/** As B-TAG-7 and 8 write it; of a field that nobody has filled in, with a word in place of the value. */
function tagOf({ name, type }: CustomFieldFacts, values: FoundValues | undefined): string {
  return tagName(type === "checkbox" ? name : `${name}: ${values?.values[0]?.text ?? "value"}`);
}

function staffOf(context: PreparedContext): Choices["staff"] {
  const { settings } = context;
  const without_rules = mapStaff({ ...context, settings: { ...settings, owner: { ...settings.owner, attorney_rules: [] } } });
  return [...context.staff.values()].map((person) => {
    const mapping = without_rules.get(person.provider_id);
    const member = mapping?.member ?? null;
    return {
      id: person.provider_id,
      name: mapping?.name || person.provider_id,
      title: person.title,
      email: person.email,
      active: person.active,
      by_email: member && { member_id: member.member_id, name: member.name },
      unmapped_because: member ? null : (mapping?.problem ?? null),
      ambiguous: mapping?.ambiguous ?? false,
    };
  });
}

const TITLE_EXAMPLES = 3;

function titlesOf(context: PreparedContext): Choices["titles"] {
  const with_title = [...context.staff.values()].filter((person) => person.title.trim() !== "");
  const groups = [...Map.groupBy(with_title, (person) => foldKey(person.title)).values()];
  return groups
    .map((people) => ({
      title: squeeze(people[0]!.title),
      staff: people.length,
      examples: people.slice(0, TITLE_EXAMPLES).map((person) => person.name || `${person.first_name} ${person.last_name}`),
      positions: [...new Set(people.map((person) => positionOf(person.provider_id, person, { positions: new Map() }).position))],
    }))
    .toSorted((a, b) => b.staff - a.staff || a.title.localeCompare(b.title));
}
