"""Mail: from a template and its facts to a finished message."""
