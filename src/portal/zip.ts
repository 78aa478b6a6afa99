/**
 * What a ZIP says it holds, read from its central directory alone (APPNOTE.TXT §4.3.12, §4.3.16): nothing is ever unpacked. A file that
 * would fill a disk when somebody opens it says so there, or its directory does not fit what is before it.
 */
import type { FileHandle } from "node:fs/promises";

export const MAX_ENTRIES = 20_000;
export const MAX_UNPACKED = 1024 * 1024 * 1024;
export const MAX_RATIO = 120;
/** Smaller ones may well be of one letter over and over. */
const RATIO_FROM = 20 * 1024 * 1024;
const MAX_DIRECTORY = 8 * 1024 * 1024;
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const MAX_COMMENT = 65_535;
const IS_64 = 0xffffffff;

/** In words, why it is not taken; null: nothing is wrong with it. */
export async function complaintAboutZip(handle: FileHandle, size: number): Promise<string | null> {
  const tail = await readAt(handle, Math.max(0, size - END_BYTES - MAX_COMMENT), Math.min(size, END_BYTES + MAX_COMMENT));
  const at = lastEnd(tail);
  if (at === null) return "The file is damaged: it has no table of contents.";
  const entries = tail.readUInt16LE(at + 10);
  const bytes = tail.readUInt32LE(at + 12);
  const start = tail.readUInt32LE(at + 16);
  const end = size - tail.length + at;
  if (entries === 0xffff || bytes === IS_64 || start === IS_64 || entries > MAX_ENTRIES || bytes > MAX_DIRECTORY)
    return "The file holds more than a document does.";
  if (start + bytes > end) return "The file is damaged: its table of contents lies outside of it.";
  return complaintAboutEntries(await readAt(handle, start, bytes), entries, size);
}

function complaintAboutEntries(directory: Buffer, entries: number, size: number): string | null {
  let [at, unpacked, seen] = [0, 0, 0];
  while (at + ENTRY_BYTES <= directory.length && directory.readUInt32LE(at) === ENTRY) {
    const [packed, whole] = [directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 24)];
    const name_bytes = directory.readUInt16LE(at + 28);
    const name = directory.toString("utf8", at + ENTRY_BYTES, at + ENTRY_BYTES + name_bytes);
    if (packed === IS_64 || whole === IS_64) return "The file holds more than a document does.";
    if (/\.(zip|7z|rar|gz|bz2|xz|tar|jar|exe|js|vbs|bat|cmd|scr|lnk)$/i.test(name)) return "The file holds another archive or a program.";
    if (name.includes("..") || name.startsWith("/") || name.includes("\\")) return "The file holds names that lead elsewhere.";
    unpacked += whole;
    if (unpacked > MAX_UNPACKED) return "The file would become far larger when it is opened.";
    seen += 1;
    if (seen > MAX_ENTRIES) return "The file holds more than a document does.";
    at += ENTRY_BYTES + name_bytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  if (seen !== entries || at !== directory.length) return "The file is damaged: its table of contents is not whole.";
  if (unpacked > RATIO_FROM && unpacked / Math.max(size, 1) > MAX_RATIO) return "The file would become far larger when it is opened.";
  return null;
}

function lastEnd(tail: Buffer): number | null {
  for (let at = tail.length - END_BYTES; at >= 0; at--)
    if (tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) <= tail.length) return at;
  return null;
}

async function readAt(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, start);
  return buffer.subarray(0, bytesRead);
}
