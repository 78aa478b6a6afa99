/** A file on its way up, read from the device piece by piece; says how far it is. */
import type { SharedDocument } from "../../../src/api/contract/messages.ts";
import { API, Refused } from "./api.ts";

export function uploadTo(
  matter_id: string,
  file: File,
  { note = "", with_message = false, progress }: { note?: string; with_message?: boolean; progress?: (percent: number) => void } = {},
): Promise<SharedDocument> {
  const query = new URLSearchParams({ name: file.name || "Photo.jpg", note, with_message: String(with_message) });
  return new Promise((done, failed) => {
    // fetch() tells nothing of how much has left.
    const request = new XMLHttpRequest();
    request.open("POST", `${API}/matters/${encodeURIComponent(matter_id)}/documents?${query}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => event.total > 0 && progress?.(Math.floor((event.loaded / event.total) * 100)));
    request.addEventListener("error", () => failed(new Refused(0, "offline")));
    request.addEventListener("load", () => {
      if (request.status === 201) return done(request.response as SharedDocument);
      const { type = "failed" } = (request.response ?? {}) as { type?: string };
      if (type.endsWith("portal-sign-in-needed")) window.dispatchEvent(new Event("signed-out"));
      failed(new Refused(request.status, type.replace("/problems/", "")));
    });
    request.send(file);
  });
}
