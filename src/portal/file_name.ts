/** What a file may be called, and which kinds are taken. Pure. */

/** By ending: what the content has to show itself as (file-type's media types); `text` has no marks of its own. */
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
const OLD_OFFICE = ["application/x-cfb"];

const KINDS: Record<string, { media_type: string; found: readonly string[] }> = {
  pdf: { media_type: "application/pdf", found: ["application/pdf"] },
  jpg: { media_type: "image/jpeg", found: ["image/jpeg"] },
  jpeg: { media_type: "image/jpeg", found: ["image/jpeg"] },
  png: { media_type: "image/png", found: ["image/png", "image/apng"] },
  gif: { media_type: "image/gif", found: ["image/gif"] },
  webp: { media_type: "image/webp", found: ["image/webp"] },
  heic: { media_type: "image/heic", found: ["image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"] },
  heif: { media_type: "image/heif", found: ["image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"] },
  tif: { media_type: "image/tiff", found: ["image/tiff"] },
  tiff: { media_type: "image/tiff", found: ["image/tiff"] },
  bmp: { media_type: "image/bmp", found: ["image/bmp"] },
  docx: { media_type: DOCX, found: [DOCX] },
  xlsx: { media_type: XLSX, found: [XLSX] },
  pptx: { media_type: PPTX, found: [PPTX] },
  odt: { media_type: "application/vnd.oasis.opendocument.text", found: ["application/vnd.oasis.opendocument.text"] },
  ods: { media_type: "application/vnd.oasis.opendocument.spreadsheet", found: ["application/vnd.oasis.opendocument.spreadsheet"] },
  doc: { media_type: "application/msword", found: OLD_OFFICE },
  xls: { media_type: "application/vnd.ms-excel", found: OLD_OFFICE },
  ppt: { media_type: "application/vnd.ms-powerpoint", found: OLD_OFFICE },
  rtf: { media_type: "application/rtf", found: ["application/rtf"] },
  txt: { media_type: "text/plain", found: ["text"] },
  csv: { media_type: "text/csv", found: ["text"] },
};

export const ENDINGS: readonly string[] = Object.keys(KINDS);
/** These are archives by themselves. */
export const ZIPPED: readonly string[] = ["docx", "xlsx", "pptx", "odt", "ods"];
const MAX_NAME = 200;

// oxlint-disable-next-line no-control-regex -- to take them out
const UNWANTED = /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF<>:"|?*]/g;

/** The last part of a path, without what works instead of being read; blank becomes `Document`. */
export function safeName(given: string): string {
  const last = given.toWellFormed().split(/[/\\]/).at(-1)!.replaceAll(UNWANTED, "").replaceAll(/\s+/g, " ").trim().replace(/^\.+/, "");
  const ending = endingOf(last);
  const stem = (ending === "" ? last : last.slice(0, -ending.length - 1)).replace(/[. ]+$/, "").slice(0, MAX_NAME - 10);
  if (ending === "") return stem || "Document";
  return `${stem || "Document"}.${ending}`;
}

export const endingOf = (name: string): string => /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? "";

/** Null: files of this ending are not taken. */
export const mediaTypeOf = (name: string): string | null => KINDS[endingOf(name)]?.media_type ?? null;

/** Whether what is inside is what the name says. */
export const agrees = (name: string, found: string): boolean => KINDS[endingOf(name)]?.found.includes(found) ?? false;
