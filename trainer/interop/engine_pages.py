"""The pages of a running Hone in the hands of an admin: forms that the API has no word for, and what a run's page shows."""

import http.cookiejar
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser


class Forms(HTMLParser):
    """What each form of a page is sent to, and what it sends without being shown."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.found.append((said.get("action") or "", []))
        elif tag == "input" and said.get("type") == "hidden" and self.found and "name" in said:
            self.found[-1][1].append((said["name"], said.get("value") or ""))


class Admin:
    """Signed in as a person would be."""

    def __init__(self):
        self.home = os.environ["HONE_URL"].rstrip("/")
        # Browsers count this machine as secure, even by plain HTTP.
        jar = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https")))
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.at, self.html = "", ""
        self.see("/tokens")
        self.send("login-actions", username="ada", password="ada")

    def see(self, path):
        return self._opened(self.home + path)

    def send(self, action, **typed):
        """Sends the form of the page at hand whose address has the given end or part."""
        address, hidden = next(form for form in Forms(self.html).found if form[0].endswith(action) or f"/{action}/" in form[0])
        fields = urllib.parse.urlencode([*hidden, *typed.items()]).encode()
        target = urllib.parse.urljoin(self.at, address)
        origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(target))
        return self._opened(urllib.request.Request(target, data=fields, headers={"Origin": origin}))

    def curve(self, path):
        """The line of the first chart of a run's page, while the page goes on changing; None where there is none yet."""
        html = self.see(path)
        line = re.search(r'<path class="line [^"]*" d="([^"]+)"', html)
        return line.group(1) if line and "data-live=" in html else None

    def state(self, path):
        """The word beside a round's name."""
        return re.search(r'id="p-state"[^>]*>\s*<span class="badge[^"]*">([^<]*)', self.see(path)).group(1)

    def _opened(self, request):
        try:
            with self.opener.open(request) as answer:
                self.at, self.html = answer.geturl(), answer.read().decode()
        except urllib.error.HTTPError as e:
            raise RuntimeError(f"{e.url} was answered {e.code}: {re.sub('<[^>]+>', ' ', e.read().decode())[:1500]}") from e
        return self.html
