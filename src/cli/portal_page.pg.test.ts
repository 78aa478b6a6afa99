/** A client with a phone: from a stage that changes at Clio to the words that they read, by real letters in a real browser (issue 6). */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { clioId } from "../../sandbox/clio/imaginary_ids.ts";
import { portalWork } from "../portal/work.ts";
import { clientPicture, clientWorld, expectUsable, type ClientWorld } from "./test_phone.ts";

vi.setConfig({ testTimeout: 120_000 });
let client: ClientWorld;
beforeAll(async () => {
  client = await clientWorld();
}, 120_000);
afterAll(() => client?.close());
// One address may ask for a few links only; here it asks for each test anew.
beforeEach(async () => void (await client.world.query("delete from auth.attempt")));

const ADAEZE = "adaeze.okafor@fastpost.example";
const injury = () => clioId("matters", "okafor_injury");

test("a client asks for a link on the phone, signs in, and reads where the matter stands; the page can be used by everybody", async () => {
  const { page, context } = await client.phone();
  await page.goto(`${client.origin}/portal/matters/${injury()}`);
  await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  await expectUsable(page);
  await clientPicture(page, "sign_in");
  await page.getByLabel("Your e-mail address").fill(ADAEZE);
  const link = await client.nextLinkTo(ADAEZE, () => page.getByRole("button", { name: "Send me a link" }).click());
  await page.getByRole("heading", { name: "Look into your mail" }).waitFor();
  await expectUsable(page);
  await clientPicture(page, "sent");
  await page.goto(link);
  // Where they wanted to go before.
  await page.getByRole("heading", { level: 1, name: "00101-Okafor" }).waitFor();
  expect(new URL(page.url()).hash).toBe("");
  await page.getByText("Talking with the insurer").waitFor();
  await page.getByText("They answer, as a rule within six weeks. We call you then.").waitFor();
  await page.getByText(/^As of /).waitFor();
  await expectUsable(page);
  await clientPicture(page, "matter");
  await page.getByRole("link", { name: "All matters" }).click();
  await page.getByRole("heading", { level: 1, name: "My matters" }).waitFor();
  await expectUsable(page);
  await clientPicture(page, "matters");
  await context.close();
});

test("a stage that changes at Clio is read by the client in the firm's words, and told once by a letter that signs nobody in", async () => {
  const { page, context } = await client.phone();
  await client.enter(page, ADAEZE);
  await page.goto(`${client.origin}/portal/matters/${injury()}`);
  await page.getByText("Talking with the insurer").waitFor();
  await portalWork(client.world.program.portal);
  const stage = [...client.world.clio.tables.matter_stages.scan()].find((row) => row.name === "Litigation")!;
  client.world.clio.tables.matters.update(injury(), { matter_stage_id: stage.id });
  await client.world.query("update portal_access set preferences = '{\"quiet\": null}' where email = $1", [ADAEZE]);
  const before = client.mail.arrived.length;
  await client.read();
  await page.reload();
  await page.getByText("In court").waitFor();
  await page.getByText("The other side has 30 days to answer.").waitFor();
  await Promise.all([portalWork(client.world.program.portal), portalWork(client.world.program.portal)]);
  await portalWork(client.world.program.portal);
  const letters = client.mail.arrived.slice(before).filter((one) => one.to?.[0]?.address === ADAEZE);
  expect(letters).toHaveLength(1);
  expect(letters[0]).toMatchObject({ subject: "There is news: 00101-Okafor", from: { name: "Marlow & Finch" } });
  expect(letters[0]!.text).toContain(`${client.origin}/portal/matters/${injury()}`);
  expect(letters[0]!.text).not.toMatch(/sign-in#|court/i);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("Your matter reached “In court”.").waitFor();
  await page.getByText(`We wrote to ${ADAEZE}`, { exact: false }).waitFor();
  await expectUsable(page);
  await clientPicture(page, "settings");
  await context.close();
});

test("a link opened in another browser lets nobody in, says so, and one tap sends a fresh one to the address on file", async () => {
  const hers = await client.phone();
  await hers.page.goto(`${client.origin}/portal`);
  await hers.page.getByLabel("Your e-mail address").fill(ADAEZE);
  const link = await client.nextLinkTo(ADAEZE, () => hers.page.getByRole("button", { name: "Send me a link" }).click());
  const theirs = await client.phone();
  await theirs.page.goto(link);
  await theirs.page.getByRole("heading", { name: "This link was asked for at another browser" }).waitFor();
  await expectUsable(theirs.page);
  await clientPicture(theirs.page, "elsewhere");
  await client.nextLinkTo(ADAEZE, () => theirs.page.getByRole("button", { name: "Send a fresh link" }).click());
  await theirs.page.getByText("A fresh link is on its way").waitFor();
  expect((await theirs.page.request.get(`${client.origin}/portal/api/v1/matters`)).status()).toBe(401);
  // The first one is still good where it was asked for; then it is over.
  await hers.page.goto(link);
  await hers.page.getByRole("heading", { level: 1, name: "My matters" }).waitFor();
  await hers.page.getByRole("button", { name: "Sign out" }).click();
  await hers.page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  await hers.page.goto("about:blank");
  await hers.page.goto(link);
  await hers.page.getByRole("heading", { name: "This link is over" }).waitFor();
  await expectUsable(hers.page);
  await Promise.all([hers.context.close(), theirs.context.close()]);
});

test("in Spanish by choice and by keyboard; preferences are kept, another session is ended from the list", async () => {
  const { page, context } = await client.phone({ locale: "es-MX" });
  await page.goto(`${client.origin}/portal`);
  await page.getByRole("heading", { level: 1, name: "Entrar" }).waitFor();
  await expectUsable(page);
  await clientPicture(page, "sign_in_es");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  await page.getByRole("button", { name: "Español" }).click();
  await client.enter(page, ADAEZE);
  // What she chose before holds: English, until she says otherwise.
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Language").selectOption("es");
  await page.getByLabel("By e-mail").uncheck();
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByText("Guardado.").waitFor();
  await page.getByRole("heading", { level: 1, name: "Ajustes" }).waitFor();
  await expectUsable(page);
  await clientPicture(page, "settings_es");
  const other = await client.phone();
  await client.enter(other.page, ADAEZE);
  await page.reload();
  await expect.poll(() => page.getByLabel("Por correo electrónico").isChecked()).toBe(false);
  await page.getByRole("button", { name: "Terminar todas las demás" }).click();
  await page.getByRole("button", { name: "Terminar todas las demás" }).waitFor({ state: "detached" });
  await other.page.reload();
  await other.page.locator("input[type=email]").waitFor();
  await page.getByRole("link", { name: "Todos los casos" }).click();
  await page.getByRole("link", { name: /Okafor/ }).click();
  await page.getByRole("heading", { name: "Qué ha pasado" }).waitFor();
  // The firm's own words too, and in English what it has not said in Spanish.
  await page.getByText("En el tribunal").waitFor();
  await page.getByText("Presentamos una demanda.").waitFor();
  await page.getByText("The other side has 30 days to answer.").waitFor();
  await page.getByText("Su abogado").first().waitFor();
  await expectUsable(page);
  await clientPicture(page, "matter_es");
  await page.getByRole("link", { name: "Todos los casos" }).click();
  await page.getByText("En el tribunal").waitFor();
  await page.getByRole("link", { name: "Ajustes" }).click();
  await page.getByText("Su caso llegó a «En el tribunal».").waitFor();
  await Promise.all([context.close(), other.context.close()]);
});

/** What the service worker has of it for when there is no network: it takes it over once the page has loaded. */
async function keeps(page: Page, path: string): Promise<void> {
  const kept = () =>
    page.evaluate(async (address) => (await (await caches.open("portal-seen-1")).match(address)) !== undefined, `/portal/api/v1${path}`);
  await expect.poll(kept, { message: `${path} is kept` }).toBe(true);
}

test("without a network the app opens, and says as of when what it shows was so; signing out forgets it", async () => {
  const { page, context } = await client.phone();
  await client.enter(page, ADAEZE);
  await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null));
  await page.goto(`${client.origin}/portal/matters/${injury()}`);
  await page.getByRole("heading", { level: 1, name: "00101-Okafor" }).waitFor();
  await keeps(page, `/matters/${injury()}`);
  await page.goto(`${client.origin}/portal`);
  await page.getByRole("heading", { level: 1, name: /My matters|Mis casos/ }).waitFor();
  await keeps(page, "/matters");
  await context.setOffline(true);
  await page.reload();
  await page.getByRole("link", { name: /Okafor/ }).click();
  await page.getByRole("heading", { level: 1, name: "00101-Okafor" }).waitFor();
  await page.getByText(/You are offline|No hay conexión/).waitFor();
  await page.getByText("En el tribunal").waitFor();
  await expectUsable(page);
  await clientPicture(page, "offline");
  await context.setOffline(false);
  await page.goto(`${client.origin}/portal/matters/${injury()}/messages`);
  await page.locator("textarea").fill("Nobody else is to read this.");
  // An answer that left the server before comes after.
  const [asked, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  client.held.set("/portal/api/v1/forms", () => (asked.resolve(), over.promise));
  const late = page.evaluate(() => fetch("/portal/api/v1/forms").then((answer) => answer.status));
  await asked.promise;
  await page.getByRole("button", { name: /Sign out|Salir/ }).click();
  await page.locator("input[type=email]").waitFor();
  await expect.poll(() => page.evaluate(() => caches.has("portal-seen-1"))).toBe(false);
  over.resolve();
  expect(await late).toBe(200);
  expect(await page.evaluate(() => JSON.stringify([sessionStorage, localStorage]))).not.toContain("Nobody else");
  await expect.poll(() => page.evaluate(() => caches.has("portal-seen-1"))).toBe(false);
  await context.close();
});

/** As Chrome's own tools have it: 1.44 Mbit/s down, 0.675 up, and 562.5 ms for every request. */
const FAST_3G = { offline: false, downloadThroughput: 180_000, uploadThroughput: 84_375, latency: 562.5 };

test.each(["sign-in", "list", "matter"] as const)(
  "over a fast 3G line the largest of what is to be read is there within 1.5 s, at the first visit: %s",
  async (which) => {
    const measured: number[] = [];
    // Whatever else this machine does can only make it later.
    for (let time = 0; time < 8; time++) {
      const { page, context } = await client.phone();
      if (which !== "sign-in") await client.enter(page, ADAEZE);
      const cookies = await context.cookies();
      // A visit with nothing kept but the session.
      const fresh = await client.phone();
      await fresh.context.addCookies(cookies);
      const wire = await fresh.context.newCDPSession(fresh.page);
      await wire.send("Network.enable");
      await wire.send("Network.emulateNetworkConditions", FAST_3G);
      await fresh.page.goto(`${client.origin}/portal${which === "matter" ? `/matters/${injury()}` : ""}`);
      await fresh.page.getByText(which === "sign-in" ? "Type the e-mail address" : /In court|En el tribunal/).waitFor();
      // Until the app has taken over: what it draws anew would count.
      await fresh.page.waitForFunction(() => document.activeElement?.tagName === "H1");
      measured.push(
        await fresh.page.evaluate(
          () =>
            new Promise<number>((seen) =>
              new PerformanceObserver((list) => seen(list.getEntries().at(-1)!.startTime)).observe({
                type: "largest-contentful-paint",
                buffered: true,
              }),
            ),
        ),
      );
      await Promise.all([context.close(), fresh.context.close()]);
      if (Math.min(...measured) <= 1500) break;
    }
    if (process.env["PICTURES"] !== undefined) console.log(which, "largest contentful paint, ms:", measured.map(Math.round).join(", "));
    expect(Math.min(...measured), measured.join(", ")).toBeLessThanOrEqual(1500);
  },
  180_000,
);

test("what comes with the page can be read without any script, by its client alone", async () => {
  const { page, context } = await client.phone();
  await client.enter(page, ADAEZE);
  const bare = await client.browser.newContext({ javaScriptEnabled: false });
  const here = await bare.newPage();
  await here.goto(`${client.origin}/portal/matters/${injury()}`);
  await here.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  // Nothing can be sent before the app is there: the address would stand in the page's.
  expect(await here.getByRole("button", { name: "Send me a link" }).isDisabled()).toBe(true);
  expect(await here.content()).not.toContain("Okafor");
  await bare.addCookies(await context.cookies());
  await here.goto(`${client.origin}/portal/matters/${injury()}`);
  await here.getByRole("heading", { level: 1, name: "00101-Okafor" }).waitFor();
  await here.locator("p.phase").waitFor();
  await here.goto(`${client.origin}/portal`);
  await here.getByRole("link", { name: /Okafor/ }).waitFor();
  // What is kept for when there is no network is nobody's; another's matter is not drawn.
  await here.goto(`${client.origin}/portal/shell`);
  expect(await here.content()).not.toMatch(/Okafor|adaeze/i);
  await here.goto(`${client.origin}/portal/matters/${clioId("matters", "nguyen_accident")}`);
  expect(await here.content()).not.toMatch(/Nguyen/i);
  await Promise.all([bare.close(), context.close()]);
});

test("what was typed before the app had come is still there, and whatever is written in a matter stays text", async () => {
  const { page, context } = await client.phone();
  // The app comes a second late.
  await page.route("**/assets/*.js", async (route) => {
    await new Promise((wait) => setTimeout(wait, 1000));
    await route.continue();
  });
  await page.goto(`${client.origin}/portal`, { waitUntil: "commit" });
  await page.locator("input[type=email]").fill(ADAEZE);
  await page.locator("button[type=submit]:enabled").waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("email");
  await client.nextLinkTo(ADAEZE, () => page.locator("button[type=submit]").click());
  await page.getByText(ADAEZE).waitFor();
  await page.unrouteAll({ behavior: "wait" });
  const evil = `</script><img src=x onerror="document.title='owned'">$&__CSP_NONCE__`;
  await client.world.query(
    "update matter set view = jsonb_set(view::jsonb, '{description}', to_jsonb($1::text))::json where provider_id = $2",
    [evil, String(injury())],
  );
  await client.enter(page, ADAEZE);
  const answer = await page.goto(`${client.origin}/portal/matters/${injury()}`);
  await page.getByText("</script><img").waitFor();
  expect(await answer!.text()).not.toContain("<img");
  expect(await page.locator("main img").count()).toBe(0);
  await context.close();
});

test("another's matter is as one that does not exist; whoever is revoked is out at the next tap", async () => {
  const { page, context } = await client.phone();
  await client.enter(page, ADAEZE);
  await page.goto(`${client.origin}/portal/matters/${clioId("matters", "nguyen_accident")}`);
  await page.getByRole("alert").waitFor();
  expect((await page.request.get(`${client.origin}/portal/api/v1/matters/${clioId("matters", "nguyen_accident")}`)).status()).toBe(404);
  expect((await page.request.get(`${client.origin}/api/v1/contacts`)).status()).toBe(401);
  const answer = await client.world.ask(
    client.world.naomi,
    "DELETE",
    `/portal/people/${client.connection_id}/${clioId("people", "adaeze")}`,
  );
  expect(answer.status).toBe(200);
  await page.goto(`${client.origin}/portal`);
  await page.locator("input[type=email]").waitFor();
  await context.close();
  expect(client.complaints).toEqual([]);
});
