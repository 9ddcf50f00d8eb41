// The issue as people write it for react-email: components with styles of their own.
import {
  Body, Column, Container, Head, Heading, Hr, Html, Img, Link, Preview, Row, Section, Text,
} from "@react-email/components";
import { render as rendered } from "@react-email/render";
import { Fragment, createElement as h } from "react";

const serif = "Georgia, serif";
const styles = {
  body: { backgroundColor: "#f6f1e7", fontFamily: serif, margin: 0 },
  paper: { width: "600px", backgroundColor: "#ffffff" },
  masthead: { backgroundColor: "#20304a", padding: "28px 32px" },
  name: { color: "#ffffff", fontSize: "28px", margin: 0 },
  part: { padding: "24px 32px 0" },
  section: { fontSize: "13px", fontWeight: "bold", color: "#20304a", margin: 0 },
  rule: { borderTop: "2px solid #20304a", margin: "6px 0 0" },
  story: { padding: "18px 32px" },
  title: { fontSize: "19px", lineHeight: "1.3", margin: 0 },
  link: { color: "#b23c22", textDecoration: "none" },
  byline: { fontSize: "13px", color: "#5f6470", margin: 0 },
  excerpt: { fontSize: "16px", lineHeight: "1.55", color: "#20304a", margin: "6px 0 0" },
  more: { fontSize: "14px", margin: "6px 0 0" },
  thumb: { width: "148px", verticalAlign: "top" },
  image: { borderRadius: "4px", display: "block" },
};

const Story = ({ post }) =>
  h(Section, { style: styles.story },
    h(Row, null,
      h(Column, { style: { verticalAlign: "top" } },
        h(Heading, { as: "h3", style: styles.title },
          h(Link, { href: post.url, style: styles.link }, post.title)),
        h(Text, { style: styles.byline }, post.byline),
        h(Text, { style: styles.excerpt }, post.excerpt),
        h(Text, { style: styles.more }, h(Link, { href: post.url, style: styles.link }, "Read more"))),
      post.picture && h(Column, { style: styles.thumb },
        h(Link, { href: post.url },
          h(Img, { src: post.picture, alt: post.alt, width: 148, style: styles.image })))));

const Part = ({ part }) =>
  h(Fragment, null,
    part.title && h(Section, { style: styles.part },
      h(Heading, { as: "h2", style: styles.section }, part.title),
      h(Hr, { style: styles.rule })),
    part.posts.map((post) => h(Story, { key: post.url, post })));

const Issue = ({ digest }) =>
  h(Html, { lang: digest.language },
    h(Head, null, h("title", null, digest.subject)),
    h(Preview, null, digest.preheader),
    h(Body, { style: styles.body },
      h(Container, { style: styles.paper },
        h(Section, { style: styles.masthead }, h(Heading, { style: styles.name }, digest.title)),
        digest.sections.map((part, number) => h(Part, { key: number, part })),
        h(Section, { style: styles.part },
          h(Text, { style: styles.byline }, digest.address, " · ",
            h(Link, { href: digest.unsubscribe, style: styles.link }, "Unsubscribe"))))));

export const render = (digest) => rendered(h(Issue, { digest }));
