"""Mail: templates become messages, messages become bytes, and bytes reach a mail server."""
