import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,sandbox,bench,faults,web,test}/**/*.test.{ts,tsx}"],
    globalSetup: ["src/db/testing_setup.ts"],
    // Two are as many as a small machine has cores; more only makes the database wait.
    maxWorkers: 2,
    // Several times what the longest takes on two cores alone: on a busy machine each takes that much more.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A condition may take a busy machine long; the second that is usual is none to rely on. As long as a page is waited for.
    expect: { poll: { timeout: 15_000 } },
    restoreMocks: true,
    reporters: ["default", "./scripts/plain_line_reporter.ts"],
  },
});
