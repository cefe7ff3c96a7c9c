"""References to articles of law: codes as data, the grammar of citations, and which number belongs to which code."""
