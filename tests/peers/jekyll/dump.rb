# What Jekyll itself makes of every post, as JSON beside the site that it writes.
require "json"

Jekyll::Hooks.register :site, :post_write do |site|
  rows = site.posts.docs.map do |post|
    data = post.data
    {
      :path => post.path.sub("#{site.source}/", ""), :url => post.url, :id => post.id,
      :date => post.date.xmlschema, :title => data["title"].to_s, :slug => data["slug"].to_s,
      :categories => data["categories"].map(&:to_s), :tags => data["tags"].map(&:to_s),
      :draft => data["draft"] == true, :excerpt => !data["excerpt"].nil?,
    }
  end
  File.write(File.join(site.dest, "posts.json"), JSON.generate(rows))
end
