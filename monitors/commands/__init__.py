"""The command line, a file for each of its uses: setting up, checking, reading, serving, the archive."""
