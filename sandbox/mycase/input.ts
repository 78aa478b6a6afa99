/** What a write's body holds (fact sheet 3): what does not fit becomes a 422 that points at it. */
import { Refusal } from "./answers.ts";
import type { Ref } from "./types.ts";

export type Body = Record<string, unknown>;

export async function readBody(request: Request): Promise<Body> {
  const body: unknown = await request.json().catch(() => null);
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Body;
  throw new Refusal(400, "The body must be a JSON object.");
}

export function wrong(pointer: string, why: string): never {
  throw new Refusal(422, `${pointer.split("/").at(-1) ?? pointer} ${why}`, { pointer });
}

export function text(body: Body, name: string, maximum: number | null): string {
  const value = body[name];
  if (typeof value !== "string" || value.trim() === "") return wrong(`/${name}`, "can't be blank");
  return maximum !== null && value.length > maximum ? wrong(`/${name}`, `is too long (maximum is ${maximum} characters)`) : value;
}

/** A time with its hour; without an offset it is UTC. */
export function time(body: Body, name: string, day_alone: "refuse" | "accept" = "refuse"): string {
  const value = body[name];
  const [, day, hour, zone] =
    /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(String(value)) ?? [];
  if (typeof value !== "string" || !day || (!hour && day_alone === "refuse")) return wrong(`/${name}`, "is not a valid time");
  const at = new Date(`${day}T${hour ?? "00:00:00"}${zone ?? "Z"}`);
  return Number.isNaN(at.getTime()) ? wrong(`/${name}`, "is not a valid time") : at.toISOString();
}

export function optionalRef(body: Body, name: string): Ref | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  const { id } = value as { id?: unknown };
  return typeof id === "number" && Number.isInteger(id) ? { id } : wrong(`/${name}/id`, "is not valid");
}

export function ref(body: Body, name: string): Ref {
  return optionalRef(body, name) ?? wrong(`/${name}`, "can't be blank");
}

export function refs(body: Body, name: string): Ref[] {
  const value = body[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return wrong(`/${name}`, "must be a list");
  return value.map((item, place) => optionalRef({ [name]: item as unknown }, name) ?? wrong(`/${name}/${place}`, "is not valid"));
}

export function list(body: Body, name: string): Body[] {
  const value = body[name];
  const good = Array.isArray(value) && value.every((item) => typeof item === "object" && item !== null && !Array.isArray(item));
  return good ? (value as Body[]) : wrong(`/${name}`, "must be a list");
}

export function choice<T extends string>(body: Body, name: string, choices: readonly T[], otherwise: T): T {
  const value = body[name];
  if (value === undefined) return otherwise;
  return choices.find((one) => one === value) ?? wrong(`/${name}`, `must be one of ${choices.join(", ")}`);
}

export function flag(body: Body, name: string, otherwise: boolean): boolean {
  const value = body[name];
  if (value === undefined) return otherwise;
  return typeof value === "boolean" ? value : wrong(`/${name}`, "must be true or false");
}
