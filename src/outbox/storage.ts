/**
 * Where files' bytes lie: on this machine's disk, or in an S3-compatible bucket (decision 0026). In both, one layout: the firm, then the
 * SHA-256 of the content. What lies there is whole; what is only half there nobody sees.
 */

export interface ContentKey {
  firm_id: string;
  sha256: string;
}

export interface FileStorage {
  /**
   * Brings a whole file of this machine near, which may take long. What it gives is called under the content's lock (store_files.ts): it is quick,
   * and leaves the content where readers find it, whatever was swept away in between.
   */
  bring(key: ContentKey, path: string): Promise<() => Promise<void>>;
  look(key: ContentKey): Promise<{ size: number; stored_ms: number } | null>;
  /** Nothing is opened before somebody reads; of a content that is not `size` long reading fails. */
  read(key: ContentKey, size: number): ReadableStream<Uint8Array>;
  /** Its file on this machine; null: it is elsewhere. */
  path(key: ContentKey): string | null;
  /** The hashes that lie there of one firm, some at a time. */
  list(firm_id: string): AsyncIterable<string[]>;
  remove(key: ContentKey): Promise<void>;
  /** Gives up what somebody began to bring before then and never finished; gives how many. */
  tidy(firm_id: string, before_ms: number): Promise<number>;
  /** Writes, reads, lists and deletes; gives in words where it is. */
  probe(): Promise<string>;
}

/** `gone`: it is not there. The others: all of the storage is out of reach, and why. */
export type TroubleReason = "gone" | "refused" | "no_bucket" | "other_region" | "clock" | "unreachable" | "busy" | "unsupported" | "other";

/** The bytes' place said no, or nothing. In words for whoever runs the installation. */
export class StorageTrouble extends Error {
  override readonly name = "StorageTrouble";
  readonly reason: TroubleReason;
  constructor(reason: TroubleReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

export const isHash = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

export interface Source {
  /** Null: that was all. */
  next(): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/** Whoever goes away keeps nothing open, also while it is being opened. */
export function readLater(open: () => Promise<Source>): ReadableStream<Uint8Array> {
  let source: Source | null = null;
  let over = false;
  const close = async () => {
    over = true;
    const opened = source;
    source = null;
    await opened?.close();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          source ??= await open();
          if (over) return await close();
          const chunk = await source.next();
          if (over) return;
          if (chunk !== null) return controller.enqueue(chunk);
          await close();
          controller.close();
        } catch (error) {
          await close().catch(() => undefined);
          throw error;
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  );
}
