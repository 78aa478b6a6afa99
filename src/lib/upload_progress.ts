/** How far the upload of a document has come, in a shape that can be kept and read again after a crash. */
import type { Session } from "../model/connector.ts";
import type { Content } from "../model/writing.ts";
import { WriteError } from "../model/writing.ts";
import { upload } from "./upload.ts";

export interface UploadProgress {
  /** `waiting` for the bytes; `uploaded`: the provider has yet to be told; `done`. */
  stage: "waiting" | "uploaded" | "done";
  /** The provider's name for this version, where it has one. */
  key: string | null;
  put_url: string | null;
  put_headers: Record<string, string>;
  /** When we asked for the address, ISO. */
  url_at: string | null;
  /** How often the provider has refused to take the upload as complete. */
  refused: number;
}

/** What was kept; anything else is a beginning. */
export function uploadProgress(kept: unknown): UploadProgress {
  const beginning: UploadProgress = { stage: "waiting", key: null, put_url: null, put_headers: {}, url_at: null, refused: 0 };
  return kept !== null && typeof kept === "object" ? { ...beginning, ...kept } : beginning;
}

/** Clio's addresses hold for ten minutes, MyCase tells no time (clio.md §9.4, mycase.md §6.4): older ones are not tried. */
const FRESH_MS = 9 * 60_000;
const SILENCE_MS = 60_000;

/**
 * The bytes, at the address that is kept or at a new one (`anew`: a new version of the same document, never a new document). Rejects with a
 * WriteError, or with what `keep` threw.
 */
export async function putBytes(
  session: Session,
  storage: { name: string; simulator: string | null },
  content: Content,
  from: UploadProgress,
  anew: () => Promise<UploadProgress>,
  keep: (progress: Record<string, unknown>) => Promise<void>,
): Promise<UploadProgress> {
  let progress = from;
  for (let tries = 0; tries < 2; tries++) {
    if (!isFresh(progress, session.clock.now())) progress = await anew();
    await keep({ ...progress });
    if (progress.put_url === null) break;
    const { put_url: url, put_headers: headers } = progress;
    if ((await upload(session, { ...storage, url, headers, silence_ms: SILENCE_MS }, content)) === "stored") {
      const uploaded: UploadProgress = { ...progress, stage: "uploaded", put_url: null, put_headers: {} };
      await keep({ ...uploaded });
      return uploaded;
    }
    progress = { ...progress, put_url: null };
  }
  const words = `${storage.name}'s file storage does not take the file at the moment.`;
  throw new WriteError("unknown", { lasting: false, words, status: null, retry_after_ms: null, failure: "transient" });
}

function isFresh({ put_url, url_at }: UploadProgress, now: Date): boolean {
  return put_url !== null && url_at !== null && now.getTime() - Date.parse(url_at) < FRESH_MS;
}
