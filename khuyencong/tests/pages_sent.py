"""What a browser would send of a page, read from its HTML: contexts that a test client keeps mix under threads."""

from html.parser import HTMLParser


class _Controls(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values, self.area, self.select = {}, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, kind = attrs.get("name"), attrs.get("type", "text")
        if tag == "textarea":
            self.area, self.values[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in attrs and attrs.get("value"):
            self.values.setdefault(self.select, []).append(attrs["value"])
        elif tag == "input" and name and kind not in ("submit", "checkbox", "radio", "file"):
            self.values[name] = attrs.get("value", "")
        elif tag == "input" and name and "checked" in attrs:
            self.values[name] = attrs.get("value", "on")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.values[self.area] = self.values[self.area].removeprefix("\n").removeprefix("\r\n")
            self.area = None
        if tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.values[self.area] += data


def sent(page):
    reader = _Controls()
    reader.feed(page.content.decode())
    return {name: value for name, value in reader.values.items() if "__prefix__" not in name}
