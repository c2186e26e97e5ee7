# Whether answers hold where texts are written another way.

robustness-title = Robustness
robustness-robust = Robust
robustness-fragile = Fragile
robustness-undecided = Not decided
robustness-flips = { $how } { $share } of the answers flip ({ $flipped } of { $rows }; 95 % interval { $low } to { $high }), the most of all writings; robust is at most { $most }
robustness-none = no answer flips on { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, however it is written (95 % interval up to { $high }); robust is at most { $most }
robustness-about = An answer flips where the same text, written another way, gets another class, right or wrong. Shares have Wilson's intervals of 95 %.
robustness-rows = Rows
robustness-seed = Seed of the typos
robustness-by-class = Flips of each class
robustness-examples = Answers that flipped
robustness-examples-about = The first three of each writing, rows counted from 1. A margin is how far the score of the class is above the next one's: a small one was close before.

robustness-written = written
robustness-touched = changed texts
robustness-flipped = flips
robustness-of-rows = of all rows
robustness-of-touched = of changed texts
robustness-lost = right before
robustness-won = right after
robustness-before = answer before
robustness-margin-before = margin before
robustness-after = answer after
robustness-margin-after = margin after
robustness-perturbed = written another way

robustness-diacritics = without Polish diacritics
robustness-diacritics-about = ą, ć, ę, ł, ń, ó, ś, ź and ż as a, c, e, l, n, o, s and z, in both cases.
robustness-upper-case = in upper case
robustness-upper-case-about = The whole text, links and mentions too.
robustness-emoji = without emoji
robustness-emoji-about = Flags, skin tones and joined emoji go as a whole.
robustness-typos = with typos
robustness-typos-about = One letter in { $letters } is swapped with the next, left out, struck twice, or a neighbouring key's; mentions and links stay.
robustness-mentions-first = with mentions in front
robustness-mentions-first-about = All @names before the text, in their order.
robustness-mentions-last = with mentions at the end
robustness-mentions-last-about = All @names behind the text, in their order.
robustness-mentions-removed = without mentions
robustness-mentions-removed-about = All @names left out.

page-robustness-measure = Measure robustness
page-robustness-measuring = Asking the model about each text, written another way
page-robustness-about = The same texts without diacritics, in upper case, without emoji, with typos, with mentions elsewhere: how many answers flip?
