// Feeds alone: no post becomes a page (no permalink), so those that no feed shows are never
// rendered, and Markdown is not run through a template language first. The plugin's ready-made
// template asks for the pages' URLs, so feeds.njk does the same with the plugin's filters.
import rss from "@11ty/eleventy-plugin-rss";

const categories = [
  "harbour", "workshop", "kitchen", "garden", "letters", "weather",
  "港の話", "台所", "修理", "町の暮らし", "読書", "天気",
];

export default function (config) {
  const feeds = [{ name: "newest", path: "/feed.xml", wanted: () => true }];
  categories.forEach((category, index) =>
    feeds.push({
      name: `category${index}`,
      path: `/categories/${index}.xml`,
      wanted: (post) => post.data.categories[0] === category,
    }));
  config.setQuietMode(true);
  config.addPlugin(rss);
  config.addGlobalData("permalink", false);
  config.addGlobalData("feeds", feeds.map(({ name, path }) => ({ name, path })));
  for (const { name, wanted } of feeds)
    config.addCollection(name, (api) =>
      api.getFilteredByGlob("_posts/*.md").filter(wanted).slice(-20).reverse());
  return { markdownTemplateEngine: false, templateFormats: ["md", "njk"] };
}
