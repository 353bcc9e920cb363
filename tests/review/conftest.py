"""What the tests of reviews need: a batch, a session of it, servers, and a browser."""

import pytest
from tests.support import chromium, reviews
from tests.support.batches import make
from tests.support.review_pages import visit


@pytest.fixture
def folder(tmp_path):
    return reviews.batch(tmp_path / "scans")


@pytest.fixture
def session(folder):
    found = reviews.session(folder)
    yield found
    found.journal.close()


@pytest.fixture(scope="session")
def extra():
    """What the extra has to have installed."""
    pytest.importorskip("starlette", reason="the extra review is not installed")
    pytest.importorskip("uvicorn", reason="the extra review is not installed")


@pytest.fixture(scope="session")
def browser(extra):
    if chromium.PATH is None:
        pytest.skip("no Chromium on the PATH")
    with chromium.Browser() as browser:
        yield browser


@pytest.fixture
def start(tmp_path, extra):
    """Start a server of a batch; it ends with the test."""
    running = []

    def start(files=None):
        folder = tmp_path / "scans"
        if not folder.exists():
            make(folder, files) if files else reviews.batch(folder)
        server = reviews.Server("scans", "--by", "Anna", cwd=tmp_path)
        running.append(server.__enter__())
        return server

    yield start
    for server in running:
        server.__exit__()


@pytest.fixture(scope="session")
def still(tmp_path_factory, extra):
    """A server for the tests that do not care what was decided."""
    folder = tmp_path_factory.mktemp("still")
    reviews.batch(folder / "scans")
    with reviews.Server("scans", "--by", "Anna", cwd=folder) as server:
        yield server


@pytest.fixture
def show(browser, start):
    """Open a batch in the browser; at the end nothing may have complained."""
    yield from shown(browser, lambda files=None, page=None: visit(browser, start(files), page))


@pytest.fixture
def look(browser, still):
    """Open the page with the scan in the browser, whatever was decided there before."""
    yield from shown(browser, lambda: visit(browser, still, 2))


def shown(browser, show):
    browser.complaints.clear()
    browser.resize(1440, 900)
    browser.prefer(**{"prefers-color-scheme": "light"})
    yield show
    complaints = list(browser.complaints)
    browser.run("localStorage.clear()")
    browser.send("Page.navigate", url="about:blank")  # before its server ends
    assert complaints == []
