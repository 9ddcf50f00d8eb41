#!/bin/sh
# Feeds for Amazon S3, behind CloudFront:  sh s3.sh public s3://example.org
# What feeds lead to is there before the feeds that lead to it. Only what changed is sent.
set -eu
folder=$1 bucket=$2

send() {
    type=$1 age=$2
    shift 2
    aws s3 sync "$folder" "$bucket" --exclude '*' "$@" --content-type "$type" --cache-control "$age"
}

now='max-age=300, stale-while-revalidate=600, stale-if-error=86400'
archived='max-age=86400, stale-while-revalidate=604800'

send 'text/css; charset=utf-8' "$now" --include '*feeds.css'
send 'text/html; charset=utf-8' "$now" --include '*subscribe.html' --include '*latest.html'
send 'application/xml; charset=utf-8' "$archived" \
    --include '*atom-????.xml' --include '*atom-????-??.xml' \
    --include '*rss-????.xml' --include '*rss-????-??.xml'
send 'application/feed+json' "$archived" --include '*feed-????.json' --include '*feed-????-??.json'
send 'application/xml; charset=utf-8' "$now" --include '*atom.xml' --include '*rss.xml'
send 'application/feed+json' "$now" --include '*feed.json'
send 'text/x-opml; charset=utf-8' "$now" --include '*feeds.opml'
