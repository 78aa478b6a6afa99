/** A worker of its own that may die at a named place: one round of the portal over a real mail server. */
import { onErrand } from "../automations/test_worker.ts";
import { connectors } from "../connectors/index.ts";
import { fileSpace } from "../outbox/files.ts";
import { plainSealer } from "./test_portal.ts";
import { portalWork } from "./work.ts";

onErrand(({ lease_ms, mail, ...worker }) =>
  portalWork(
    {
      ...{ ...worker, connectors, url: "https://portal.marsh.example" },
      files: fileSpace({ data_dir: "nowhere", max_file_bytes: 0, s3: null }),
      mailer: async () => mail.send,
      texting: { sealer: plainSealer, provider_url: process.argv[2] ?? "http://twilio.invalid", fetch },
      deliverMail: () => {},
      inBackground: () => {},
    },
    { lease_ms },
  ),
);
