"""The languages in which people read the desk, the digest and the report: gettext catalogues, dates, numbers."""
