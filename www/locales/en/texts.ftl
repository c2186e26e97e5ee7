# Texts wherever they are shown: in long lists, and one as a card.

texts-rows = Rows { $first }–{ $last } of { $total }
texts-disagreements = Tweets on which the two disagree
texts-open = Open the text
texts-card = One text
texts-train-row = Training set, row { $row }
texts-test-row = Test set, row { $row }
texts-place = { $at } of { $total }
texts-try = Open in Try
texts-models = What the models say
texts-shown-run = The run that is shown
texts-no-run = There is no run yet: press Run.
texts-no-production = No model is in production.
texts-history = From run to run
texts-right = { $class }, right
texts-wrong = { $class }, wrong
texts-not-at-hand = not at hand: show this run once to see its answer
texts-other-data = trained on other data
texts-cleaned = Cleaned, step by step
texts-blur = Hide offensive words
texts-hidden-word = hidden word
texts-blur-about = Vulgar words of Polish and English are blurred until you point at them. While a story is presented they are blurred at first.

## The story that is presented

story-present = Present the story
story-number = { $number } of { $slides }
story-no-data = There are no data yet: leave the story by Esc and load some.
story-slide = { $slide ->
    [data] What it learned from
    [model] What learned
    [verdict] How good it is
    [errors] What it takes for what
   *[drift] What has changed since
}
