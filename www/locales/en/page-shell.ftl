# What the shell says beside the views: the tab's title, what ended, keys, what leaves the browser, new versions.

page-title = Dryf: Teachable Machine for texts, with a gate and a memory
page-title-busy = { $percent } % · Dryf
page-title-score = F1 { $score } · Dryf

## What ended, for those who do not see it

page-said = { $view }: { $verdict }
page-said-saved = { $name } is saved as a file.
page-said-promoted = { $name } is in production.
page-said-demoted = Nothing is in production any more.

## Help and keys

page-help = Help and keys
page-help-keys = Keys
page-help-run = Run, or run again
page-help-views = The first ten views, as the list numbers them
page-help-try = Try, for a text of your own
page-help-unpick = Remove the last condition on picked rows
page-help-search = Search in the open view
page-help-help = This help
page-help-escape = Close this help
page-help-switch = Keys of one character work
page-help-switch-about = Not while you type in a field. Switch them off where speech input or another tool would press them.

## What leaves the browser

page-trust = { $others ->
    [one] Nothing leaves this browser: { $others } request to another host
   *[other] Nothing leaves this browser: { $others } requests to other hosts
}
page-trust-reached = { $asked ->
    [one] { $asked } request to the MLflow server that you named
   *[other] { $asked } requests to the MLflow server that you named
}, { $others } to other hosts
page-trust-broken = { $others ->
    [one] { $others } request of this page went to another host
   *[other] { $others } requests of this page went to other hosts
}
page-trust-counted = Counted from what the browser notes of this page: { $own ->
    [one] { $own } request to its own host, for its parts
   *[other] { $own } requests to its own host, for its parts
}; your texts were in none of them.
page-trust-policy = The page's Content-Security-Policy has the browser refuse every other host, inline scripts and styles, and eval.
page-trust-push = The one exception: where you push a run to an MLflow server, or fetch a model from it, that goes through a hidden frame that can reach the server you typed and no other.

## New versions

page-update = A new version of Dryf is here.
page-update-take = Reload with it
page-update-others = { $tabs ->
    [one] A new version of Dryf is here. Close the other tab with Dryf first, so that no tab mixes two versions.
   *[other] A new version of Dryf is here. Close the { $tabs } other tabs with Dryf first, so that no tab mixes two versions.
}

## Links

page-link = Link to this
page-link-plain = Copy the link
page-link-plain-about = It opens this view with these settings, and brings no data.
page-link-data = Copy the link with the data
page-link-data-about = { $size } long. Whoever has the link has the data: they stand after its #, a part that browsers send to no server.
page-link-no-data = Data of your own go into the link where they are small: up to 20,000 characters, packed. The demo and larger data do not.
page-linked = This link brings { $lines ->
    [one] { $lines } line
   *[other] { $lines } lines
} of data ({ $names }). Load them?
page-linked-instead = This link brings { $lines ->
    [one] { $lines } line
   *[other] { $lines } lines
} of data ({ $names }). Load them in the place of the files that are there?
page-linked-load = Load them
page-linked-leave = Leave them
error-link-data = the data in this link can't be read: it was cut or changed on its way
error-link-data-remedy = copy the whole link again, or have its sender send the files
