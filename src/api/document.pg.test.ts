/** The published document, against itself and the answers. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROBLEMS } from "./problems.ts";
import { openTestApi, type TestApi } from "./test_api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api?.close());

describe("the document", () => {
  test("is OpenAPI 3.1, and every route has a summary, a description, an example of its answer that fits its schema, and its problems", () => {
    expect(api.document.openapi).toBe("3.1.0");
    const operations = Object.entries(api.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(operations.length).toBeGreaterThan(20);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { path, method, operation } of operations) {
      expect(operation.summary, path).toBeTruthy();
      expect(operation.description, path).toBeTruthy();
      const [status, success] = Object.entries(operation.responses).find(([code]) => code.startsWith("2"))!;
      const [type, media] = Object.entries(success.content!)[0]!;
      expect(media.example, `${method} ${path}`).toBeDefined();
      const validate = api.validator(path, method, Number(status), type);
      expect(validate(media.example), `${method} ${path}: ${JSON.stringify(validate.errors)}`).toBe(true);
      const problems = Object.entries(operation.responses).filter(([code]) => !code.startsWith("2"));
      expect(problems.length, path).toBeGreaterThan(0);
      for (const [, problem] of problems) expect(Object.keys(problem.content!)).toEqual(["application/problem+json"]);
    }
  });

  test("every problem that can be answered explains itself at its type", async () => {
    const { items } = await api.ask<{ items: { type: string; next: string }[] }>("/api/v1/problems");
    expect(items.map((item) => item.type)).toEqual(Object.keys(PROBLEMS).map((name) => `/problems/${name}`));
    for (const item of items) expect((await api.ask<typeof item>(item.type)).next).toBe(item.next);
    await api.ask("/problems/nothing", {}, 404);
  });
});
