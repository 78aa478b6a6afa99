/** A worker of its own that may die at a named place: one round of automations over a real mail server. */
import { connectors } from "../connectors/index.ts";
import { PORTAL, UNSUBSCRIBE_KEY } from "./test_house.ts";
import { onErrand } from "./test_worker.ts";
import { unsubscribeUrl } from "./unsubscribe.ts";
import { work } from "./work.ts";

onErrand(({ lease_ms, mail, ...worker }) =>
  work(
    {
      ...{ ...worker, providers: connectors },
      mail: { from: async () => mail.from, sender: async () => mail.send },
      unsubscribe_url: (firm_id, address) => unsubscribeUrl(PORTAL, UNSUBSCRIBE_KEY, { firm_id, address }),
    },
    { lease_ms },
  ),
);
