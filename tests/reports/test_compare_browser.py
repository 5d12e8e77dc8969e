"""The page of a comparison in a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mtqc.reports.compare_html import CompareHtml
from tests.reports.browser import CHROMEDRIVER, CHROMIUM, chromium, load
from tests.reports.compare_sample import rendered
from tests.reports.test_html_browser import CONTRAST

pytest.importorskip("selenium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and CHROMEDRIVER), reason="no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """The page, freshly loaded; nothing may be logged or asked of the network."""
    path = tmp_path / "compare.html"
    path.write_bytes(rendered(CompareHtml()))
    resize(browser, 1280)
    load(browser, path.as_uri())
    yield browser
    assert browser.get_log("browser") == []
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            assert url.startswith((path.as_uri(), "data:")), url


def resize(browser: Any, width: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
    )


def js(page: Any, script: str) -> Any:
    return page.execute_script("return " + script)


def names(page: Any) -> list[str]:
    found: list[str] = js(
        page, "[...document.querySelectorAll('.systems tbody th bdi')].map(b => b.textContent)"
    )
    return found


def test_columns_sort_by_what_is_good_first(page: Any) -> None:
    new = '=<b>new</b>"&|`'
    assert names(page) == ["old", new]
    buttons = page.find_elements("css selector", ".sort")
    assert [b.text for b in buttons] == ["system", "BLEU ↑", "TER ↓", "similarity ↑"]
    buttons[1].click()
    assert names(page) == [new, "old"]
    assert (
        js(page, "document.querySelector('[aria-sort]').getAttribute('aria-sort')") == "descending"
    )
    buttons[1].click()
    assert names(page) == ["old", new]
    buttons[2].click()
    assert names(page) == [new, "old"], "the lower TER is the better one"
    assert js(page, "document.querySelectorAll('[aria-sort]').length") == 1
    buttons[2].click()
    assert names(page) == ["old", new]


def test_hostile_text_is_only_text(page: Any) -> None:
    text = js(page, "document.querySelector('main').innerText")
    assert "<script>alert('x')</script><img src=x onerror=alert(1)>" in text
    assert js(page, "document.querySelectorAll('main img, main script, main u').length") == 0
    assert not set(text) & set("\u202e\x1b")


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_horizontal_scrolling(page: Any, width: int) -> None:
    resize(page, width)
    assert js(page, "document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(page: Any, theme: str, width: int) -> None:
    resize(page, width)
    js(page, f"document.documentElement.dataset.theme = '{theme}'")
    page.find_elements("css selector", ".sort")[1].click()
    page.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0], 300))")
    assert js(page, CONTRAST) == []


def test_theme(page: Any) -> None:
    before = js(page, "getComputedStyle(document.body).backgroundColor")
    page.find_element("css selector", "#theme").click()
    assert js(page, "getComputedStyle(document.body).backgroundColor") != before
    page.find_element("css selector", "#theme").click()
    assert js(page, "getComputedStyle(document.body).backgroundColor") == before


def test_on_paper_there_are_figures_and_no_controls(page: Any) -> None:
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert js(page, "document.querySelector('.systems').checkVisibility()")
        assert not js(page, "document.querySelector('.tools').checkVisibility()")
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
