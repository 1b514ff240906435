"""Any revision in its real page, for whoever has the link, and what somebody is typing, beside the form."""
