/** Asks the program's own API without a socket, so that the command line says what the screens say and may what an admin may. */
import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import type { File } from "../api/contract/activities.ts";
import { commandLine } from "../model/actor.ts";
import { CliError } from "./output.ts";
import type { Program } from "./program.ts";

interface Refusal {
  title?: string;
  detail?: string;
  next?: string;
  errors?: { path: string; message: string }[];
}

async function answerOf<Answer>(program: Program, firm_id: string, path: string, init: RequestInit): Promise<Answer> {
  const headers = { host: "127.0.0.1", ...(init.headers as Record<string, string>) };
  const answer = await program.apiFor(commandLine(firm_id)).request(`http://127.0.0.1/api/v1${path}`, { ...init, headers });
  const body = (await answer.json()) as Answer & Refusal;
  if (!answer.ok) throw new CliError(wordsOf(body, answer.status));
  return body;
}

/** The problem's own words, with the fields that it names. */
function wordsOf({ title, detail, errors = [] }: Refusal, status: number): string {
  return [detail ?? title ?? `the API answered ${status}`, ...errors.map((error) => `  ${error.path}: ${error.message}`)].join("\n");
}

/** Throws CliError with the problem's own words. */
export const ask = <Answer>(program: Program, firm_id: string, path: string): Promise<Answer> => answerOf(program, firm_id, path, {});

export function send<Answer>(program: Program, firm_id: string, method: "POST" | "PATCH", path: string, body: unknown): Promise<Answer> {
  const init = { method, body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  return answerOf(program, firm_id, path, init);
}

/** From the disk to the disk, as a stream. */
export async function uploadFile(program: Program, firm_id: string, path: string): Promise<File> {
  const file = await open(path);
  const headers = { "content-type": "application/octet-stream", "content-length": String(file.size) };
  // A body that is a stream goes one way at a time; the types of `fetch` do not know the word yet.
  const init = { method: "POST", body: file.stream(), headers, duplex: "half" } as RequestInit;
  return answerOf(program, firm_id, `/files?${new URLSearchParams({ name: basename(path), type: mediaType(path) })}`, init);
}

async function open(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path);
  } catch (error) {
    throw new CliError(`${path} cannot be read`, { cause: error });
  }
}

const TYPES: Record<string, string> = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  doc: "application/msword",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  txt: "text/plain",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  eml: "message/rfc822",
};
const mediaType = (path: string) => TYPES[path.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream";
