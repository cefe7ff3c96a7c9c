"""A command of ours as a child of the service: it ends when the service is gone, however that one ended."""

from monitors.cli import main
from monitors.reading.orphans import end_with_parent

if __name__ == "__main__":
    end_with_parent()
    main()
