# Writes what Jekyll makes of each body, by the post's path.
require "json"

Jekyll::Hooks.register :site, :post_write do |site|
  bodies = site.posts.docs.to_h { |post| [post.relative_path, post.content] }
  File.write(File.join(site.dest, "bodies.json"), JSON.generate(bodies))
end
