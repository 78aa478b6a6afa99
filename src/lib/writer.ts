/** A writer put together from its operations, one small object each. */
import { VendorError } from "../model/connector.ts";
import type { Found, Operation, VendorWriter, Writing, Written } from "../model/writing.ts";
import { WriteError } from "../model/writing.ts";
import { beforeWriting, refusedByUs } from "./write.ts";

export interface OperationWriter {
  create(writing: Writing): Promise<Written>;
  /** Null where no request shows what was written. */
  find: ((writing: Writing, since: string) => Promise<Found[]>) | null;
  /** Null where the provider offers no change. */
  update: ((writing: Writing, provider_id: string) => Promise<Written>) | null;
  finish?: NonNullable<VendorWriter["finish"]>;
  /** Where the provider can: whether this record carries our mark, and taking it away. */
  removal?: { isOurs(writing: Writing, provider_id: string): Promise<boolean>; remove(provider_id: string): Promise<void> };
}

export type OperationWriters = Partial<Record<Operation, OperationWriter>>;

export function createWriter(name: string, operations: OperationWriters): VendorWriter {
  const of = (writing: Writing): OperationWriter | undefined => operations[writing.operation];
  const missing = (writing: Writing) => refusedByUs(`${name} has no place for this (${writing.operation}).`);
  return {
    async create(writing) {
      const operation = of(writing);
      if (!operation) throw missing(writing);
      return operation.create(writing);
    },
    async find(writing, since) {
      const find = of(writing)?.find;
      if (!find) throw new VendorError("broken", `${name} has no list that shows this (${writing.operation}).`);
      return find(writing, since);
    },
    async update(writing, provider_id) {
      const update = of(writing)?.update;
      if (!update) throw refusedByUs(`${name} does not let this be changed once it is there.`);
      return update(writing, provider_id);
    },
    async remove(writing, provider_id) {
      const removal = of(writing)?.removal;
      if (!removal) throw refusedByUs(`${name} has no way to take this away (${writing.operation}).`);
      const ours = await removal.isOurs(writing, provider_id).catch((error: unknown) => {
        throw beforeWriting(error, name);
      });
      if (!ours) throw refusedByUs(`This record in ${name} does not carry our mark; nothing was taken away.`);
      await removal.remove(provider_id);
    },
    async finish(writing, written, keep) {
      const finish = of(writing)?.finish;
      return finish ? finish(writing, written, keep).catch(unfinished) : written;
    },
  };
}

/** The record is there whatever befalls a later step: unless it never will, the rest is to be tried again. */
function unfinished(error: unknown): never {
  if (!(error instanceof WriteError) || error.lasting || error.applied === "unknown") throw error;
  const { lasting, words, status, retry_after_ms, failure } = error;
  throw new WriteError("unknown", { lasting, words, status, retry_after_ms, failure }, error);
}
