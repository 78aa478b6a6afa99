/**
 * What a client may see of a matter, and who may see it (B-MAT-3, 4, 5, 7). Names, titles, stages, groups and values compare ignoring case
 * and blanks, as the rules do; what two entries would both claim is refused, since which of them counts could only be guessed. Whatever a
 * client reads may be said in Spanish too (`es`); where it is not, whoever reads Spanish reads the English words.
 */
import { z } from "zod";

const name = z.string().trim().min(1).max(200);
const words = z.string().max(2000);
const key = (text: string): string => text.trim().replace(/\s+/g, " ").toLowerCase();
const areUnlike = (texts: readonly string[]): boolean => new Set(texts.map(key)).size === texts.length;

const short_es = z.string().trim().max(200).optional();
const words_es = words.optional();

const phase = z.strictObject({
  name,
  /** In words for the client. */
  happened: words,
  next: words,
  es: z.strictObject({ name: short_es, happened: words_es, next: words_es }).optional(),
  stages: z.array(name).max(200),
});

const type = z.strictObject({
  name,
  matches: z.array(name).max(200),
  fields: z
    .array(z.strictObject({ field_id: name, label: name, es: z.strictObject({ label: short_es }).optional() }))
    .max(100)
    .refine((fields) => areUnlike(fields.map((field) => field.field_id)), "Must name each field once"),
  phases: z
    .array(phase)
    .max(100)
    .refine((phases) => areUnlike(phases.map((each) => each.name)), "Must name each phase once")
    .refine((phases) => areUnlike(phases.flatMap((each) => each.stages)), "A stage can belong to one phase of a type only"),
});

const enabled = (what: string) =>
  z.strictObject({
    matters: z.enum(["none", "with_field", "all"]).describe(`${what}: none, those with a value in a custom field, or all that have a type`),
    field: z
      .strictObject({ field_id: name, value: name })
      .nullable()
      .describe("The matter's custom field and the value that it needs; blank is not enabled. Without a field: no matter"),
  });

export const projectsSchema = z
  .strictObject({
    on: z.boolean().describe("Whether matters are worked out as clients may see them; off: nothing is shown to any client"),
    type_field: name.nullable().describe("The matter's custom field that says which type a matter is of; none: its practice area says so"),
    types: z
      .array(type)
      .max(100)
      .refine((types) => areUnlike(types.map((each) => each.name)), "Must name each type once")
      .refine((types) => areUnlike(types.flatMap((each) => each.matches)), "A value can stand for one type only")
      .describe(
        "The types of matters: which values stand for each, which custom fields the client sees, and which stages mean which phase; `es`: the same words in Spanish",
      ),
    default_type: name.nullable().describe("The type of a matter whose value stands for none; without one, it is listed and not shown"),
    shown: enabled("Matters that their participants see in the portal"),
    notified: enabled("Of these, the ones whose participants are also told by message"),
    participants: z.strictObject({
      rule: z
        .enum(["main_client", "by_group"])
        .describe("Who takes part in the portal: the main client alone, or also people on the matter by group"),
      groups: z
        .array(z.strictObject({ group: name, role: name, es: z.strictObject({ role: short_es }).optional() }))
        .max(200)
        .refine((groups) => areUnlike(groups.map((each) => each.group)), "Must name each group once")
        .describe("People group (MyCase) or relationship text (Clio), and the role that it gives in the portal"),
    }),
    team_roles: z
      .array(
        z.strictObject({
          role: name,
          es: z.strictObject({ role: short_es }).optional(),
          titles: z.array(name).max(100),
          show_phone: z.boolean(),
          show_email: z.boolean(),
        }),
      )
      .max(100)
      .refine((roles) => areUnlike(roles.map((each) => each.role)), "Must name each role once")
      .refine((roles) => areUnlike(roles.flatMap((each) => each.titles)), "A title can belong to one role only")
      .describe("The team as clients see it: a role shows for the staff titles that belong to it, with phone and e-mail each by switch"),
  })
  .refine((projects) => projects.default_type === null || projects.types.some((each) => key(each.name) === key(projects.default_type!)), {
    path: ["default_type"],
    message: "Must be the name of one of the types",
  });

export type ProjectSettings = z.infer<typeof projectsSchema>;
export type ProjectType = ProjectSettings["types"][number];
