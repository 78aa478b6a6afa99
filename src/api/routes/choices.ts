/** What settings can choose from, by name, so that nobody has to know an id (B-WHY-5). */
import { z } from "@hono/zod-openapi";
import { listMembers } from "../../connections/store_lists.ts";
import { readSettings } from "../../connections/store_settings.ts";
import { loadEnvironment } from "../../projection/environment.ts";
import { mapStaff } from "../../projection/mapping.ts";
import { listRoles } from "../../projection/store_choices.ts";
import { isTagField } from "../../projection/tag_text.ts";
import { choicesSchema } from "../contract/choices.ts";
import { connectionParam } from "../contract/common.ts";
import type { ApiDeps } from "../deps.ts";
import { problemResponses } from "../problems.ts";
import { createRoute, json, type Api } from "../route.ts";
import { openConnection } from "../scope.ts";

const MOST_ROLES = 300;

const route = createRoute({
  method: "get",
  path: "/api/v1/connections/{connection_id}/settings/choices",
  operationId: "readSettingsChoices",
  tags: ["Settings"],
  summary: "What settings can choose from",
  description: "The provider's custom fields, groups, titles and staff, and the firm's members, by name.",
  request: { params: z.object({ connection_id: connectionParam }) },
  responses: {
    200: json(choicesSchema, "The choices", {
      tag_fields: [{ id: "8801", name: "Referral source" }],
      date_fields: [{ id: "8802", name: "Wedding anniversary" }],
      matter_fields: [],
      practice_areas: ["Family Law"],
      stages: [{ name: "Petition", practice_area: "Family Law" }],
      groups: ["Opposing party", "Witness"],
      titles: ["Partner"],
      staff: [{ id: "303", name: "Gail Whitmore", title: "Of counsel", active: true, by_email: null, unmapped_because: "is not a member" }],
      members: [{ member_id: "019402f4-6b10-7a2e-8c44-1f5e9d0b3a72", name: "Naomi Okafor", active: true }],
    }),
    ...problemResponses("invalid-request", "not-found"),
  },
});

export function choiceRoutes(app: Api, deps: ApiDeps): void {
  const db = deps.db.kysely;
  app.openapi(route, async (c) => {
    const connection = await openConnection(deps, c, c.req.valid("param").connection_id);
    const { provider } = connection;
    const { settings } = await readSettings(db, connection);
    const { context } = await loadEnvironment(db, connection, deps.connectors[provider].mapper, settings, deps.clock.now());
    const fields = [...context.custom_fields.values()].filter((field) => !field.deleted);
    const of_contacts = fields.filter((field) => field.parent === "contact");
    const without_rules = mapStaff({ ...context, settings: { ...settings, owner: { ...settings.owner, attorney_rules: [] } } });
    const titles = [...context.staff.values()].map((person) => person.title.trim()).filter((title) => title !== "");
    return c.json(
      {
        tag_fields: of_contacts.filter((field) => isTagField(provider, field.type)).map(named),
        date_fields: provider === "clio" ? of_contacts.filter((field) => field.type === "date").map(named) : [],
        matter_fields: fields.filter((field) => field.parent === "matter").map(named),
        practice_areas: [...context.practice_areas.values()].map((area) => area.name),
        stages: [...context.stages.values()].map(({ name, practice_area_id }) => ({
          name,
          practice_area: context.practice_areas.get(practice_area_id ?? "")?.name ?? null,
        })),
        groups:
          provider === "clio"
            ? await listRoles(db, connection, MOST_ROLES)
            : [...context.people_groups.values()].map((group) => group.name),
        titles: [...new Set(titles)].toSorted((a, b) => a.localeCompare(b)),
        staff: [...context.staff.values()].map((person) => {
          const mapping = without_rules.get(person.provider_id);
          const member = mapping?.member ?? null;
          return {
            id: person.provider_id,
            name: mapping?.name || person.provider_id,
            title: person.title,
            active: person.active,
            by_email: member && { member_id: member.member_id, name: member.name },
            unmapped_because: member ? null : (mapping?.problem ?? null),
          };
        }),
        members: (await listMembers(db, connection.firm_id)).map(({ member_id, name, active }) => ({ member_id, name, active })),
      },
      200,
    );
  });
}

const named = ({ provider_id, name }: { provider_id: string; name: string }) => ({ id: provider_id, name });
