"""What a browser calls itself, in words that its owner knows it by."""

NOTHING_KNOWN = "Trình duyệt không rõ"
# The first that stands in the name counts: each of the earlier ones calls itself by the later ones' names too.
PROGRAMS = (
    ("coc_coc_browser", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def in_words(user_agent: str) -> str:
    """ "Chrome trên Windows"; a browser that nobody knows is told as such, never by what it sent."""
    program, machine = _first(PROGRAMS, user_agent), _first(MACHINES, user_agent)
    if program and machine:
        return f"{program} trên {machine}"
    return program or machine or NOTHING_KNOWN


def _first(known, user_agent: str) -> str:
    return next((word for mark, word in known if mark in user_agent), "")
