"""The names of the rules that decide a quotation, and what each says. `docs/voice.md` gives an example of each."""

RULES = {
    "marks-with-cue": "Text in quotation marks, with a reporting cue and its subject in the same sentence.",
    "marks-with-verb": "Text in quotation marks, followed by somebody and a verb that is no reporting cue.",
    "marks-around-cue": "Text in quotation marks with the reporting clause set between dashes inside them.",
    "signed-post": "Post of social media before its signature: a name and a handle in brackets.",
    "marks-alone": "Text in quotation marks, too long for a name or a scare quote, with no cue that a rule finds.",
    "paragraph-continuation": "Text in quotation marks that carries on the last speaker's quotation.",
    "scare-quotes": "A few words in quotation marks without a speaker: own voice, at arm's length.",
    "so-called": 'Words after "so-called", "так называемый": own voice, at arm\'s length.',
    "what-they-called": 'Words that somebody gives as a name ("what X called ..."): own voice, at arm\'s length.',
    "said-that": 'Reported clause after a cue and "that".',
    "said-clause": 'Reported clause after a cue, without "that".',
    "reported-question": 'Reported clause after a cue and "whether", "how", "what" and the like.',
    "reported-object": "Noun phrase after a cue: whom or what the speaker names, praises, rejects.",
    "intention": 'What somebody vows, wants, refuses or asks others "to" do.',
    "cue-with-particle": 'Content after a cue and its particle: "called for", "pointed out", "spoke of".',
    "colon-speech": "Content after a colon that a cue or a subject announces.",
    "trailing-clause": "Clause without marks before its reporting clause.",
    "interrupted-clause": "Clause without marks with the reporting clause between its parts.",
    "as-clause": 'Clause beside "as X put it", "как сообщил X".',
    "previous-sentence": 'Russian: the sentence before "Об этом сообщил X".',
    "according-to": 'Clause beside "according to X", "in the words of X", "по словам X".',
    "noun-cue": 'Content after a noun of speech or thought: "the claim that", "support for".',
    "adjective-cue": 'Content after an adjective: "confident that", "critical of".',
    "passive": "What is said, expected or criticized in the passive; the subject belongs to the content.",
    "headline-colon": "Headline after a name or a reporting word and a colon.",
    "name-after-dash": "Headline before a dash and whoever says it; in Russian, below the headline too: "
    "words before a comma or marks, a dash, a role and a name.",
    "dialogue-dash": "Russian: turn of a dialogue or interview after a dash at the head of a paragraph.",
    "transcript": "Turn of a transcript after a name in capitals and a colon.",
}

AT_ARMS_LENGTH = frozenset(("scare-quotes", "so-called", "what-they-called"))  # rules of kind "scare"
