"""The morning digest: gathered once, then written as text, Markdown, HTML, JSON, Atom or CSV."""
