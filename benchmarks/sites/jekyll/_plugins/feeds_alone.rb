# Feeds alone: posts that no feed shows are dropped once they are read, before Jekyll renders them.
Jekyll::Hooks.register :site, :post_read do |site|
  posts = site.posts.docs.sort.reverse
  categories = posts.group_by { |post| post.data["categories"].first }.values
  shown = [posts, *categories].flat_map { |some| some.first(20) }
  site.posts.docs.replace(shown.uniq.sort)
end
