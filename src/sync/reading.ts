/** Reads the listings of a run: a few side by side, each page fetched while the one before it is being stored. */
import { keepStatistics } from "../db/statistics.ts";
import { crashPoint } from "../lib/crash_point.ts";
import { VendorError, type Page } from "../model/connector.ts";
import { ingest, waiting, type WaitingRow } from "./ingest.ts";
import { markSeen, readListings, refuseListing, restartListing, type ListingRow, type ListingProgress } from "./store_listings.ts";
import type { RunWorker } from "./worker.ts";

/** A page token that is refused this often is no accident. */
const MAX_RESTARTS = 5;

/** Pages between two looks at how far the mirror has grown. */
const STATISTICS_EVERY = 10;

/** Without these a firm cannot be read; any other kind may be refused by permission and is then shown as such (B-CON-5). */
const REQUIRED = new Set(["contact", "matter", "staff"]);

export async function readAll(worker: RunWorker): Promise<void> {
  const queue = (await readListings(worker.deps.db.kysely, worker.run)).filter(
    (listing) => listing.state === "waiting" || listing.state === "reading",
  );
  const lanes = Array.from({ length: Math.min(worker.deps.parallel, queue.length) }, async () => {
    for (let listing = queue.shift(); listing; listing = queue.shift()) await readListing(worker, listing);
  });
  try {
    await worker.alive(Promise.all(lanes));
  } catch (error) {
    queue.length = 0; // the other lanes end after their page
    await Promise.allSettled(lanes);
    throw error;
  }
  crashPoint("reading:done");
}

async function readListing(worker: RunWorker, listing: ListingRow): Promise<void> {
  for (let restarts = listing.restarts, cursor = listing.cursor; ; restarts += 1, cursor = null) {
    try {
      return await readPages(worker, listing, cursor);
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      if (error.failure === "page_expired" && restarts < MAX_RESTARTS) {
        await worker.commit((trx) => restartListing(trx, worker.run, listing.kind, listing.part, error.message));
        crashPoint("listing:restarted");
      } else if (error.failure === "forbidden" && !REQUIRED.has(listing.kind)) {
        return worker.commit((trx) => refuseListing(trx, worker.run, listing.kind, listing.part, error.message));
      } else throw error;
    }
  }
}

type WaitingPage = Omit<Page, "rows"> & { rows: WaitingRow[] };

async function readPages(worker: RunWorker, listing: ListingRow, from: string | null): Promise<void> {
  const { kind, part, since } = listing;
  const fetchPage = async (cursor: string | null): Promise<WaitingPage> => {
    const page = await worker.reader.page({ kind, part, since, cursor });
    return { ...page, rows: waiting(page.rows) };
  };
  let page: WaitingPage | null = await fetchPage(from);
  while (page) {
    crashPoint("page:fetched");
    const ahead: Promise<WaitingPage> | null = page.next === null ? null : fetchPage(page.next);
    ahead?.catch(() => {}); // awaited below; a failure to store this page must not leave it unheard
    await storePage(worker, listing, page);
    worker.pause.throwIfAborted();
    page = await ahead;
  }
}

/** One page is one transaction: rows, what was met, and the cursor (invariant 2). */
async function storePage(worker: RunWorker, listing: ListingRow, page: WaitingPage): Promise<void> {
  const { run, connection } = worker;
  const stored = await worker.commitPage(async (trx) => {
    // First, while others may still be taking their pages in.
    if (run.mode === "full") {
      const met = page.rows.map((row) => row.provider_id).filter((id) => id !== null);
      await markSeen(trx, run, listing.kind, met);
    }
    const result = await ingest(trx, {
      owner: run,
      connector: worker.connector,
      kind: listing.kind,
      run_id: run.run_id,
      rows: page.rows,
      read_at: page.read_at,
      now: worker.now(),
      country: connection.firm_country,
      harmful: "park",
    });
    const progress: ListingProgress = {
      kind: listing.kind,
      part: listing.part,
      state: page.next === null ? "done" : "reading",
      cursor: page.next,
      rows_read: page.rows.length,
      rows_changed: result.changed,
      rows_quarantined: result.quarantined,
      total: page.total,
      provider_time: page.provider_time,
      first_page_at: page.read_at,
    };
    return { progress, result };
  });
  const { changed, unchanged, quarantined } = stored;
  worker.deps.metrics?.records(connection.provider, listing.kind, { changed, unchanged, quarantined });
  crashPoint("page:after_commit");
  if ((worker.pages_stored += 1) % STATISTICS_EVERY === 0) await keepStatistics(worker.deps.db.kysely, ["record"]);
}
