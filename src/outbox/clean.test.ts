import { describe, expect, test } from "vitest";
import { cleanHtml, plainText } from "./clean.ts";

describe("e-mail bodies are cleaned of active content", () => {
  const active: [string, string][] = [
    ["a script", '<p>Hello</p><script>fetch("//evil")</script>'],
    ["an event handler", '<p onclick="evil()">Hello</p>'],
    ["a javascript address", '<p>Hello</p><a href="javascript:evil()"> </a>'],
    ["a javascript address, disguised", '<p>Hello</p><a href="jav&#x09;ascript:evil()"> </a>'],
    ["a data address", '<p>Hello</p><a href="data:text/html,<script>evil()</script>"> </a>'],
    ["an address without a scheme", '<p>Hello</p><a href="//evil.example/x"> </a>'],
    ["a frame", '<p>Hello</p><iframe srcdoc="<script>evil()</script>">evil</iframe>'],
    ["a form", '<p>Hello</p><form action="https://evil.example"><input name="evil"></form>'],
    ["a tracking pixel", '<p>Hello</p><img src="https://evil.example/p.gif" alt="">'],
    ["a style sheet", "<style>body{background:url(https://evil.example)}</style><p>Hello</p>"],
    ["a style", '<p style="background:url(https://evil.example)">Hello</p>'],
    ["a drawing with a script", "<p>Hello</p><svg><script>evil()</script><text>evil</text></svg>"],
    ["an object", '<p>Hello</p><object data="https://evil.example"></object><embed src="https://evil.example">'],
    [
      "a base and a refresh",
      '<head><base href="https://evil.example"><meta http-equiv="refresh" content="0;url=https://evil.example"></head><p>Hello</p>',
    ],
    ["a conditional comment", "<!--[if mso]><p>evil</p><![endif]--><p>Hello</p>"],
    ["broken nesting", "<p>Hello</p><scr<script>ipt>go()</scr</script>ipt>"],
    [
      "text that was made invisible",
      '<div style="display: none">evil</div><span style="font-size:0px">evil</span><p hidden>evil</p><p>Hello</p>',
    ],
  ];
  for (const [what, html] of active) {
    test(`without ${what}`, () => {
      const clean = cleanHtml(html);
      expect(clean.html).not.toMatch(/script|evil|style|on\w+=|<(?:img|form|input|svg|object|embed|iframe|meta|base)/i);
      expect(clean.text.split("\n")[0]).toBe("Hello");
      expect(clean.text).not.toMatch(/https?:|evil\.example/);
    });
  }

  test("cleaning what is clean changes nothing, so that nothing comes alive at a second reading", () => {
    for (const [, html] of active) {
      const once = cleanHtml(html).html;
      expect(cleanHtml(once).html).toBe(once);
    }
  });
});

test("the text that goes to a provider reads like the e-mail: paragraphs, lists, links, quotes, no shouting headings", () => {
  const html = `<h1>Hearing moved</h1><p>Dear&nbsp;Lucía,<br>the hearing is on <b>3&nbsp;March</b> &lt;9:00&gt;.</p>
    <ul><li>bring the deed</li><li>park at <a href="https://court.example/map">the court</a></li></ul>
    <table><tr><td>Room</td><td>12</td></tr></table><p><a href="https://court.example">https://court.example</a></p><blockquote>Thank you!</blockquote>`;
  expect(cleanHtml(html).text).toBe(
    [
      "Hearing moved",
      "",
      "Dear Lucía,\nthe hearing is on 3 March <9:00>.",
      "",
      "- bring the deed\n- park at the court <https://court.example/map>",
      "",
      "Room\n12",
      "",
      "https://court.example",
      "",
      "> Thank you!",
    ].join("\n"),
  );
});

test("a link keeps its address and leads nowhere by itself", () => {
  expect(cleanHtml('<a href="https://court.example" target="_top" ping="https://evil.example">court</a>').html).toBe(
    '<a href="https://court.example" rel="noopener noreferrer nofollow">court</a>',
  );
});

test("a body of ten thousand nested parts and one without an end do no harm", () => {
  expect(cleanHtml(`${"<div>".repeat(10_000)}deep`).html.length).toBeLessThan(200_000);
  expect(cleanHtml(`<p>Hello</p>${"<".repeat(100_000)}`).text).toMatch(/^Hello/);
});

test("plain text loses what a provider refuses or a terminal obeys, and keeps every letter", () => {
  expect(plainText("Grüße \u{1F44B}\r\n\u001B[31mred\u0007  \n\n\n\n\u202Eexe.txt\uFEFF 東京 \uD800")).toBe(
    "Grüße \u{1F44B}\n[31mred\n\nexe.txt 東京 \uFFFD",
  );
});
