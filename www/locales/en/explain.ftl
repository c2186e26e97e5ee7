# Why a text has its class.

explain-title = Explanation
explain-label = Class of the text
explain-about = Explained class
explain-margin = Margin over { $rival }
explain-score = Score
explain-decision = { $class } against { $against ->
    [class] { $rival }
   *[others] all others
}: { $value }
explain-exact = { $decision } = { $parts }
explain-left-out = { $decision }, less without { $parts }
explain-part = { $name } { $value }
explain-times = { $word } ×{ $n }
explain-intercept = intercept
explain-rest = the rest
explain-other-words = { $n ->
    [one] { $n } other word
   *[other] { $n } other words
}
explain-elsewhere = between the words
explain-sum = decision
explain-method-exact = Exact: the decision { $value } is the intercept { $intercept } plus the contributions of the words.
explain-method-left-out = Change when left out: by how much the decision { $value } falls without the word. { $anew ->
    [yes] Without it the other words weigh more, since the row is brought to length 1 anew; these changes need not add up.
   *[no] These changes need not add up.
}
explain-nothing-left = Nothing is left of the text after cleaning: every word was taken away. The model guesses.
explain-too-long = The text is long: { $explained } of its { $words } words were left out in turn, the first ones.
explain-unknown = Unknown to the model, and so without a part in the decision: { $words }.

column-word = word
column-contribution = contribution
column-fall = fall without it
