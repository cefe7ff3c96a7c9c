"""Scrapy's settings: constants only, the same for every source. What a source or the service adds comes with its crawl.

Load them with `Settings().setmodule("config.settings")`: `get_project_settings()` falls back to Scrapy's defaults,
in silence, outside the checkout, and Scrapy's defaults verify no certificate and open `file:`.
"""

BOT_NAME = "defenderwatch"
SPIDER_MODULES = ["spiders.page", "spiders.feed", "spiders.sitemap", "spiders.listing"]

# What may be asked, and by whom
DOWNLOAD_HANDLERS = {
    "http": "spiders.capture.CaptureHandler",
    "https": "spiders.capture.CaptureHandler",
    "file": None,
    "ftp": None,
    "data": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "spiders.resolver.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True
ROBOTSTXT_OBEY = True  # told by RobotsMiddleware, which obeys `network.obey_robots`

# Bounds, in bytes and seconds; `network` in defenderwatch.yaml moves those of time and size
DOWNLOAD_MAXSIZE = 20_000_000
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
DNS_TIMEOUT = 30
DNSCACHE_ENABLED = True
URLLENGTH_LIMIT = 0  # spiders.addresses bounds it

# Politeness is kept at the download handler, for the whole process: Scrapy's own slots only pass on
CONCURRENT_ITEMS = 1  # tasks that Scrapy makes for each response, to hand on items: we have none (100 cost 3 ms a page)
CONCURRENT_REQUESTS = 32
CONCURRENT_REQUESTS_PER_DOMAIN = 32
DOWNLOAD_DELAY = 0
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = False

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en,ru;q=0.8,kk;q=0.7",
    "Accept-Encoding": "gzip, deflate",  # no more: archive tools crash on brotli
}

# Ours in place of Scrapy's. None of its own is needed: each would cost time on every request, or decide twice
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "spiders.manners.robots_middleware.RobotsMiddleware": 100,
    "spiders.revisits.RevisitMiddleware": 200,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "spiders.journeys.JourneyMiddleware": 600,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {"scrapy.spidermiddlewares.start.StartSpiderMiddleware": 25}
EXTENSIONS_BASE: dict[str, int] = {}

# No doors, no caches, no memory between crawls
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
COOKIES_ENABLED = False
HTTPCACHE_ENABLED = False
COMPRESSION_ENABLED = False
RETRY_ENABLED = False
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
HTTPPROXY_ENABLED = False
REFERER_ENABLED = False
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # spiders.rounds sees that no page is asked twice
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
STATS_DUMP = False
DOWNLOADER_STATS = False
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.ScrapyPriorityQueue"
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # in the order in which pages were chosen
WARN_ON_GENERATOR_RETURN_VALUE = False

# Scrapy's lines would name pages, and pages name people
LOG_LEVEL = "WARNING"
LOG_ENABLED = True
LOG_INSTALL_ROOT_HANDLER = False
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
