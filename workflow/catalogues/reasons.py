"""What people read about a problem."""

from django.utils.translation import gettext_lazy as _

from workflow.text.problems import Problem

SENTENCES = {
    # The file cannot be read
    "no-catalogue": _("There is no such file: run `messages update`."),
    "undecodable": _("There are letters here that are not %(detail)s, the charset of the file."),
    "charset-missing": _("The header names no charset, and this is not plain English text."),
    "charset-unknown": _(
        "PO files cannot be written in the charset that the header names: “%(detail)s”"
    ),
    "conflict-marker": _("There is a conflict marker of a merge here."),
    "unterminated-string": _("The text does not end with a quotation mark."),
    "quote-inside": _(
        'Something follows the closing quotation mark; within a text write \\" for a quotation mark.'
    ),
    "unknown-escape": _("%(detail)s is not an escape that PO files know."),
    "unknown-line": _("This line is not part of a PO file: %(detail)s"),
    "text-without-keyword": _("The text belongs to no msgid or msgstr."),
    "text-missing": _("After %(detail)s a text in quotation marks is missing."),
    "repeated-keyword": _("This stands twice in one message: %(detail)s"),
    "msgid-missing": _("The message has no msgid."),
    "msgstr-missing": _("The message has no msgstr: %(detail)s"),
    "previous-alone": _("Lines with #| stand right before the message, after its comments."),
    "plural-missing": _("The message has numbered translations and no msgid_plural."),
    "plural-numbers": _("Plural forms are numbered 0, 1, 2…; %(detail)s should stand here."),
    "obsolete-mixed": _("Some lines of the message begin with #~ or #| and others do not."),
    "duplicate": _("The message stands twice in the file: %(detail)s"),
    # It can be read, but is no catalogue of ours
    "cut-off": _("The file does not end with a line break: it may have been cut off."),
    "not-utf8": _("The charset that the header names is not UTF-8."),
    "header-missing": _("The file has no header (the message with an empty msgid)."),
    "plural-forms": _("The Plural-Forms line of the header is missing or wrong."),
    # The file cannot hold a text
    "not-in-charset": _("A letter cannot be written in the charset of the file: %(detail)s"),
    "letter-impossible": _("No PO file can hold the letter %(detail)s."),
    # A text would be broken where it is shown
    "plural-count": _("This language needs %(detail)s plural forms."),
    "percent-broken": _("A % is not followed by a placeholder; write %% for the sign."),
    "percent-added": _("The source has no % sign; write the word instead."),
    "brace-broken": _("A brace is not closed or not opened."),
    "placeholder-lost": _("The placeholder %(detail)s is missing."),
    "placeholder-added": _("The placeholder %(detail)s is not in the source."),
    "placeholder-type": _("The placeholder %(detail)s has another type than in the source."),
    "placeholder-order": _("The placeholders must be the same and in the same order: %(detail)s"),
    "tag-lost": _("The tag %(detail)s is missing."),
    "tag-added": _("The tag %(detail)s is not in the source."),
    "tag-nesting": _("The tags are not closed in the order in which they were opened."),
    "newline-differs": _("The text must begin and end with line breaks as its source does."),
    "tag-missing": _("The tag <%(detail)s> is missing."),
    "tag-left-out": _("The tag <%(detail)s> is left out."),
    "tag-unknown": _("There is no tag <%(detail)s> in the source."),
    "tag-open": _("The tag <%(detail)s> is begun or ended, but not both."),
    "tag-crossed": _("The tag <%(detail)s> ends within another one."),
    "tag-doubled": _("The tag <%(detail)s> stands twice."),
    "tag-nested": _("The link <%(detail)s> stands within another link."),
    # A text that comes back cannot be taken
    "unit-unknown": _("This is no text of this site, or not as it was exported."),
    "unit-twice": _("The same text stands in the file before."),
    "no-right": _("You do not have the right to do this."),
    "edition-refused": "%(detail)s",  # said by publishing, in the language of whoever acted
    # Work left
    "not-in-catalogue": _("Not in the catalogue yet: run `messages update`. %(detail)s"),
    "not-in-code": _("No longer in the code: run `messages update`. %(detail)s"),
    "fuzzy": _("Marked fuzzy; look at it and remove the mark: %(detail)s"),
    "untranslated": _("Not translated: %(detail)s"),
    # The code asks for a text that no catalogue can hold
    "not-literal": _(
        "%(detail)s needs a text written out in quotation marks, not a variable or an f-string."
    ),
    "unknown-alias": _(
        "gettext under the name %(detail)s is not found by extraction; import it as _ or by its own name."
    ),
    "percent-in-underscore": _("A % sign in _() is looked up doubled: use the translate tag."),
    "template-syntax": _("The template cannot be read: %(detail)s"),
}


def sentence(problem: Problem) -> str:
    text = str(SENTENCES[problem.code])
    return text % {"detail": problem.detail} if "%(detail)" in text else text
