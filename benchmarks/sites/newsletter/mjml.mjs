// The issue as people write it for MJML: a template filled in, and its components compiled.
import mjml from "mjml";

const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const heading = (title) => `
    <mj-section padding="24px 32px 0">
      <mj-column>
        <mj-text mj-class="section">${escaped(title)}</mj-text>
        <mj-divider border-width="2px" border-color="#20304a" padding="6px 0 0" />
      </mj-column>
    </mj-section>`;

const picture = (post) => `
      <mj-column width="28%">
        <mj-image src="${escaped(post.picture)}" alt="${escaped(post.alt)}" href="${escaped(post.url)}" padding="0" border-radius="4px" />
      </mj-column>`;

const story = (post) => `
    <mj-section padding="18px 32px">
      <mj-column width="${post.picture ? "72%" : "100%"}">
        <mj-text mj-class="title"><h3><a href="${escaped(post.url)}">${escaped(post.title)}</a></h3></mj-text>
        <mj-text mj-class="byline">${escaped(post.byline)}</mj-text>
        <mj-text mj-class="excerpt">${escaped(post.excerpt)}</mj-text>
        <mj-text mj-class="more"><a href="${escaped(post.url)}">Read more</a></mj-text>
      </mj-column>${post.picture ? picture(post) : ""}
    </mj-section>`;

const page = (digest) => `
<mjml lang="${digest.language}">
  <mj-head>
    <mj-title>${escaped(digest.subject)}</mj-title>
    <mj-preview>${escaped(digest.preheader)}</mj-preview>
    <mj-attributes>
      <mj-all font-family="Georgia, serif" />
      <mj-text padding="0" font-size="16px" line-height="1.55" color="#20304a" />
      <mj-class name="section" font-size="13px" font-weight="bold" />
      <mj-class name="title" font-size="19px" line-height="1.3" />
      <mj-class name="byline" font-size="13px" color="#5f6470" />
      <mj-class name="excerpt" padding="6px 0 0" />
      <mj-class name="more" font-size="14px" padding="6px 0 0" />
    </mj-attributes>
    <mj-style inline="inline">h3 { margin: 0; } a { color: #b23c22; text-decoration: none; }</mj-style>
    <mj-style>@media (prefers-color-scheme: dark) { .paper { background: #171b24 !important; } }</mj-style>
  </mj-head>
  <mj-body width="600px" background-color="#f6f1e7" css-class="paper">
    <mj-section background-color="#20304a" padding="28px 32px">
      <mj-column><mj-text color="#ffffff" font-size="28px">${escaped(digest.title)}</mj-text></mj-column>
    </mj-section>
    ${digest.sections.map((part) => (part.title ? heading(part.title) : "") + part.posts.map(story).join("")).join("")}
    <mj-section padding="24px 32px">
      <mj-column><mj-text mj-class="byline">${escaped(digest.address)} · <a href="${escaped(digest.unsubscribe)}">Unsubscribe</a></mj-text></mj-column>
    </mj-section>
  </mj-body>
</mjml>`;

export const render = async (digest) => (await mjml(page(digest), { validationLevel: "skip" })).html;
