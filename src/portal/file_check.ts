/** Whether a file is what its name says and does no harm to whoever opens it: asked of the bytes as they lie on the disk, before it counts as kept. */
import { open, type FileHandle } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import { agrees, endingOf, mediaTypeOf, ZIPPED } from "./file_name.ts";
import { complaintAboutZip } from "./zip.ts";
import { PortalRefused } from "./types.ts";

const LOOK_BYTES = 256 * 1024;

/** Throws PortalRefused "wrong_type". */
export async function checkFile(path: string, name: string): Promise<void> {
  if (mediaTypeOf(name) === null) throw wrong(`Files that end in “.${endingOf(name)}” are not taken.`);
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    if (size === 0) throw wrong("The file is empty.");
    if (ZIPPED.includes(endingOf(name))) {
      const complaint = await complaintAboutZip(handle, size);
      if (complaint !== null) throw wrong(complaint);
    }
    const found = (await foundIn(path)) ?? ((await isText(handle)) ? "text" : "unknown");
    if (!agrees(name, found)) throw wrong(`What is inside is not what its name says (.${endingOf(name)}).`);
  } finally {
    await handle.close();
  }
}

/** A broken file is one that shows no type. */
const foundIn = async (path: string): Promise<string | undefined> => (await fileTypeFromFile(path).catch(() => undefined))?.mime;

/** No zero byte, UTF-8 throughout, and no page: what a browser would take for HTML is none. */
async function isText(handle: FileHandle): Promise<boolean> {
  const buffer = Buffer.alloc(LOOK_BYTES);
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
  const bytes = buffer.subarray(0, bytesRead);
  if (bytes.includes(0)) return false;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return !/^\s*<(!doctype|html|script|svg|\?xml)/i.test(text);
  } catch {
    // Old programs write Windows-1252: no control signs then either.
    return !bytes.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0d, 0x0c].includes(byte));
  }
}

const wrong = (message: string) => new PortalRefused("wrong_type", message);
