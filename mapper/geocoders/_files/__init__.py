"""The user's own files: one module a family of formats, all giving `rows.Row`, and one index that serves them."""
