/** The forms that a person has to fill in, and those they handed in. */
import { z } from "@hono/zod-openapi";
import { listClientForms, readClientForm, saveAnswers, shownTo, submitForm, FormFaults } from "../../portal/forms.ts";
import type { PortalDeps, PortalPerson } from "../../portal/types.ts";
import { idParam } from "../contract/common.ts";
import * as examples from "../contract/examples_forms.ts";
import { clientFormSchema, clientFormsSchema, saveAnswersSchema, savedAnswersSchema, type PortalForm } from "../contract/forms.ts";
import { clientRowOf } from "../forms.ts";
import { Problem, publicResponses } from "../problems.ts";
import { body, createRoute, json, type Api } from "../route.ts";
import { personOf, PORTAL_API } from "./guard.ts";

const tags = ["Forms"];
const ROOT = `${PORTAL_API}/forms`;
const params = z.object({ request_id: idParam("request_id", "The form's id") });
const reading = publicResponses("portal-sign-in-needed", "too-many-requests");
const writing = publicResponses(
  "portal-sign-in-needed",
  "too-many-requests",
  "invalid-request",
  "not-found",
  "matter-closed",
  "cross-site",
  "unsupported-media-type",
  "too-large",
);

const listRoute = createRoute({ method: "get", path: ROOT, operationId: "portalForms", tags, summary: "Their forms", description: "Those to be filled in first.", responses: { 200: json(clientFormsSchema, "All of them", { items: [examples.clientRow] }), ...reading } }); // oxfmt-ignore
const oneRoute = createRoute({ method: "get", path: `${ROOT}/{request_id}`, operationId: "portalForm", tags, summary: "One of their forms", description: "In their language, with what they answered so far.", request: { params }, responses: { 200: json(clientFormSchema, "The form", examples.clientForm), ...reading, ...publicResponses("invalid-request", "not-found") } }); // oxfmt-ignore
const saveRoute = createRoute({ method: "patch", path: `${ROOT}/{request_id}`, operationId: "savePortalForm", tags, summary: "Keep answers", description: "As they are typed. Of two devices the later revision counts, field by field; the other one is told what is there.", request: { params, ...body(saveAnswersSchema, { answers: { hospital: { value: "Mercy", revision: 2 } } }) }, responses: { 200: json(savedAnswersSchema, "What is kept", examples.saved), ...writing } }); // oxfmt-ignore
const submitRoute = createRoute({ method: "post", path: `${ROOT}/{request_id}/submit`, operationId: "submitPortalForm", tags, summary: "Hand a form in", description: "Once; from then on it can only be read. Sent again, it is the same.", request: { params }, responses: { 200: json(clientFormSchema, "As it was handed in", examples.clientForm), ...writing } }); // oxfmt-ignore

export function portalFormRoutes(app: Api, deps: PortalDeps): void {
  app.openapi(listRoute, async (c) => {
    const person = personOf(c);
    return c.json({ items: (await listClientForms(deps, person)).map((form) => clientRowOf(form, person.language)) }, 200);
  });
  app.openapi(oneRoute, async (c) => c.json(await present(personOf(c), c.req.valid("param").request_id), 200));
  app.openapi(saveRoute, async (c) =>
    c.json(await saveAnswers(deps, personOf(c), c.req.valid("param").request_id, c.req.valid("json").answers), 200),
  );
  app.openapi(submitRoute, async (c) => {
    const { request_id } = c.req.valid("param");
    try {
      await submitForm(deps, personOf(c), request_id);
    } catch (error) {
      if (!(error instanceof FormFaults)) throw error;
      throw new Problem("invalid-request", error.message, {
        errors: Object.entries(error.faults).map(([path, message]) => ({ path, message })),
      });
    }
    return c.json(await present(personOf(c), request_id), 200);
  });

  async function present(person: PortalPerson, request_id: string): Promise<PortalForm> {
    const form = await readClientForm(deps, person, request_id);
    const shown = shownTo(form.request.document, person.language);
    const answers = Object.fromEntries([...form.answers].map(([key, { value, revision }]) => [key, { value, revision }]));
    return { ...clientRowOf(form, person.language), ...shown, answers };
  }
}
