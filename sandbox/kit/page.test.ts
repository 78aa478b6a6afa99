import { expect, test } from "vitest";
import { html } from "./page.ts";

test("whatever is put into a page is escaped, unless it is HTML itself", () => {
  const name = `<script>alert("1")</script> & 'x'`;
  expect(html`<p title="${name}">${name}${null}${false}</p>`.text).toBe(
    `<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;</p>`,
  );
  expect(html`<b>${["a", "<i>"].map((one) => html`<i>${one}</i>`)}</b>`.text).toBe("<b><i>a</i><i>&lt;i&gt;</i></b>");
});
