"""The HTML report as an editor meets it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mtqc.reports.html_page import HtmlRenderer
from tests.reports.browser import CHROMEDRIVER, CHROMIUM, chromium, load
from tests.reports.sample import (
    HOSTILE,
    JUDGED,
    SAMPLE,
    Line,
    SampleEntry,
    SampleReport,
    document,
    report,
)

pytest.importorskip("selenium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and CHROMEDRIVER), reason="no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


class Page:
    def __init__(self, driver: Any, folder: Path) -> None:
        self.driver = driver
        self.folder = folder

    def load(self, of: SampleReport, address: str = "", width: int = 1400) -> None:
        path = self.folder / "report.html"
        with path.open("wb") as out:
            HtmlRenderer().render(of, out)
        self.resize(width)
        load(self.driver, path.as_uri() + address)

    def resize(self, width: int, height: int = 900) -> None:
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )

    def js(self, script: str) -> Any:
        return self.driver.execute_script("return " + script)

    def until(self, script: str) -> None:
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 20).until(lambda _: self.js(script), script)

    def press(self, keys: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).send_keys(keys).perform()

    def click(self, selector: str) -> None:
        self.driver.find_element("css selector", selector).click()

    def open(self, entry: SampleEntry) -> None:
        name = json.dumps(entry.document.document)
        self.js(
            "[...document.querySelectorAll('.item')].find("
            f"a => a.querySelector('.name').title === {name}).click()"
        )
        self.until(f"document.querySelector('.head h2').textContent === {name}")

    def text(self, selector: str) -> str:
        return str(self.js(f"document.querySelector({json.dumps(selector)}).textContent"))

    def count(self, selector: str) -> int:
        return int(self.js(f"document.querySelectorAll({json.dumps(selector)}).length"))

    def requests(self) -> list[str]:
        """Addresses asked for since the last load, its own left out."""
        messages = [json.loads(e["message"])["message"] for e in self.driver.get_log("performance")]
        urls = [
            m["params"]["request"]["url"]
            for m in messages
            if m["method"] == "Network.requestWillBeSent"
        ]
        return [u for u in urls if not u.startswith((self.folder.as_uri(), "data:"))]

    def errors(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield Page(driver, tmp_path_factory.mktemp("page"))


@pytest.fixture
def sample(page: Page) -> Iterator[Page]:
    """The sample report, freshly loaded; whatever a test does, nothing may be logged or loaded."""
    page.load(SAMPLE)
    page.js("localStorage.clear()")
    yield page
    assert page.errors() == []
    assert page.requests() == []


def test_the_watch_sees_errors_and_requests(page: Page) -> None:
    page.driver.get("data:text/html,<script>null.x</script><img src=http://127.0.0.1:9/x.png>")
    page.until("document.readyState === 'complete'")
    assert any("null" in error for error in page.errors())
    assert "http://127.0.0.1:9/x.png" in page.requests()


def test_worst_article_is_open_and_marked(sample: Page) -> None:
    assert sample.text(".head h2") == "news/harbour.txt"
    assert sample.text("#s0 mark") == "Drummont"
    assert "Drummond" in sample.text("#s0 .better")
    assert sample.count(".articles .item") == 4
    assert "Gate failed" in sample.text("#gate")
    assert "the gzip data ends too early" in sample.text("#notices")


def test_overlapping_issues_are_all_marked(sample: Page) -> None:
    covered = sample.js(
        "[...document.querySelectorAll('#s1 mark')].map(m => [m.textContent, m.dataset.issues])"
    )
    assert covered[0] == ["portification", "0 1"]
    assert ["non-bridge", "0 2"] in covered
    assert "".join(words for words, _ in covered[:8]).endswith("crowns")
    assert sample.count("#s1 .note") == 7
    whole = sample.text("#s1 .text")
    assert whole == SAMPLE.all_entries[1].rows[1].text


def test_hostile_text_is_only_text(sample: Page) -> None:
    sample.js("window.ran = 0")
    sample.js("window.alert = () => { window.ran += 1 }")
    sample.open(HOSTILE)
    assert "<script>alert('x')</script><img src=x onerror=alert(1)>" in sample.text("#s0 .text")
    assert sample.count("main img, main script, main iframe, #reading b.path b") == 0
    assert sample.js("window.ran") == 0
    assert "U+001B" in sample.text("#s1 .text")
    assert "U+202E" in sample.text("#s2 .text")
    visible = sample.js("document.querySelector('main').innerText")
    assert not set(visible) & set("\u202e\u202c\u200b\ufeff\x1b\x07")


def test_wide_characters_do_not_shift_marks(sample: Page) -> None:
    sample.open(HOSTILE)
    assert sample.text("#s5 mark") == "twice twice"
    assert sample.text("#s6 mark") == "talks"
    assert sample.js("getComputedStyle(document.querySelector('#s6 .text')).direction") == "rtl"


def test_keys_walk_through_issues_and_articles(sample: Page) -> None:
    sample.press("j")
    assert sample.js("document.activeElement.id") == "i0-0"
    sample.press("j")
    assert sample.js("document.activeElement.id") == "i1-0"
    assert sample.text("mark.now") == "portification"
    sample.press("k")
    assert sample.js("document.activeElement.id") == "i0-0"
    sample.press("jjjjjjj")
    assert sample.js("document.activeElement.id") == "i1-6"
    sample.press("jjjj")
    assert sample.text(".head h2") == HOSTILE.document.document
    sample.press("k")
    assert sample.text(".head h2") == "news/harbour.txt"
    assert sample.js("document.activeElement.id") == "i5-1"
    sample.press("n")
    sample.press("n")
    assert sample.text(".head h2") == "delivery/app.xlf"
    assert sample.text(".item[aria-current] .file") == "app.xlf"
    sample.press("p")
    assert sample.text(".head h2") == HOSTILE.document.document


def test_filter_by_check(sample: Page) -> None:
    sample.js(
        "[...document.querySelectorAll('.tally')].find("
        "b => b.textContent.includes('name-variant')).click()"
    )
    assert sample.count(".articles .item") == 1
    assert sample.count(".note") == 2
    assert sample.count(".sentence") == 6
    sample.press("f")
    assert sample.count(".sentence") == 2
    sample.click("#clear")
    assert sample.count(".articles .item") == 4
    assert sample.count(".sentence") == 4, "flagged sentences"
    sample.press("f")
    assert sample.count(".sentence") == 6


def test_filter_by_severity_and_verdict(sample: Page) -> None:
    sample.click("#severities .toggle")
    assert "critical" in sample.text("#severities .toggle[aria-pressed=true]")
    assert sample.count(".articles .item") == 2
    sample.click("#verdicts .toggle")
    assert sample.count(".articles .item") == 1
    assert "1 of 4 articles" in sample.text("#found")
    sample.press("\ue00c")
    assert sample.count(".articles .item") == 4


def test_search(sample: Page) -> None:
    sample.press("/")
    assert sample.js("document.activeElement.id") == "query"
    sample.press("ROPE")
    sample.until("document.querySelectorAll('.articles .item').length === 1")
    assert sample.text(".hit") == "rope"
    sample.press("\ue00c")
    sample.press("j")
    assert sample.js("document.activeElement.id") == "s4"
    sample.press("\ue00c")
    assert sample.count(".articles .item") == 4


def test_search_that_finds_nothing_says_so(sample: Page) -> None:
    sample.press("/")
    sample.press("zebra")
    sample.until("document.querySelectorAll('.articles .item').length === 0")
    assert "No article matches" in sample.text("#articles")


def test_names_lead_to_their_places(sample: Page) -> None:
    sample.click("#tab-names")
    assert sample.count("#panel-names tbody tr") == 2
    assert "<i>Eve</i>" in sample.text("#panel-names")
    sample.click("#panel-names tbody a")
    assert sample.text(".head h2") == "news/harbour.txt"
    sample.until("document.activeElement.id === 's3'")


def test_theme_and_help(sample: Page) -> None:
    before = sample.js("getComputedStyle(document.body).backgroundColor")
    sample.press("t")
    assert sample.js("getComputedStyle(document.body).backgroundColor") != before
    sample.press("?")
    assert sample.js("document.getElementById('keys').open")
    sample.press("\ue00c")
    assert not sample.js("document.getElementById('keys').open")


@pytest.mark.parametrize("width", [320, 360, 768, 1400])
@pytest.mark.parametrize("address", ["", "#a0", "#a1"])
def test_no_horizontal_scrolling(page: Page, width: int, address: str) -> None:
    page.load(SAMPLE, address, width)
    assert page.js("document.documentElement.scrollWidth") <= width
    page.js("document.getElementById('tab-names').click()")
    assert page.js("document.documentElement.scrollWidth") <= width


def test_a_phone_shows_the_list_then_the_article(page: Page) -> None:
    page.load(SAMPLE, width=360)
    shown = "document.getElementById('{}').checkVisibility()"
    assert page.js(shown.format("articles"))
    assert not page.js(shown.format("reading"))
    page.js("document.querySelector('.articles li:nth-child(2) a').click()")
    page.until(shown.format("reading"))
    assert not page.js(shown.format("articles"))
    page.click(".back")
    page.until(shown.format("articles"))


def test_everything_that_acts_has_a_name(sample: Page) -> None:
    nameless = sample.js(
        "[...document.querySelectorAll('button, a, input, summary, [role=img]')].filter(e =>"
        " !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length"
        " )).map(e => e.outerHTML)"
    )
    assert nameless == []


CONTRAST = """(() => {
  const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const behind = node => { for (; node; node = node.parentElement) {
    const c = rgba(getComputedStyle(node).backgroundColor); if (c[3] === 255) return c; }
    return rgba('white'); };
  const poor = new Set();
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some(c => c.nodeType === 3 && c.data.trim());
    if (!own || !node.checkVisibility() || node.disabled) continue;
    const [a, b] = [luminance(rgba(getComputedStyle(node).color)), luminance(behind(node))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.add(node.tagName + '.' + node.className + ' ' + ratio.toFixed(2));
  }
  return [...poor];
})()"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(sample: Page, theme: str) -> None:
    sample.js(f"document.documentElement.dataset.theme = '{theme}'")
    sample.js("document.querySelector('#severities .toggle').click()")
    sample.press("j")
    sample.until("document.getAnimations().length === 0")
    assert sample.js(CONTRAST) == []


def test_fifty_thousand_sentences_are_usable(page: Page) -> None:
    flagged = Line(
        "The portification of it.",
        20.0,
        (("portification", "nonword", "major", "No word.", ("fortification",)),),
    )
    plain = Line("Nothing is wrong with this sentence of the article.", 95.0)
    one = document("long.txt", [*[plain] * 2999, flagged] * 10)
    rest = [document(f"n/{i:04}.txt", [flagged, *[plain] * 9]) for i in range(2000)]
    page.load(report([one, *rest]))
    assert page.text("#found").startswith("2,001 articles")
    assert page.count(".articles .item") == 100
    page.press("/")
    page.press("long.txt")
    page.until("document.querySelectorAll('.articles .item').length === 1")
    assert page.text(".head h2") == "long.txt"
    assert page.count(".sentence") == 200
    page.press("\ue00c")
    page.js("[...document.querySelectorAll('.tally')][0].click()")
    page.press("j")
    assert page.js("document.activeElement.id") == "i2999-0"
    page.press("j")
    assert page.js("document.activeElement.id") == "i5999-0"
    assert page.count(".sentence") <= 200
    assert page.errors() == []
    assert page.requests() == []


def test_a_cut_run_says_so(page: Page) -> None:
    line = Line("Nothing is wrong with this sentence.", 95.0)
    page.load(report([document(f"{i}.txt", [line] * 30_000) for i in range(3)]))
    assert "2 worst articles of 3: 50,000 of 90,000 sentences" in page.text("#notices")
    page.js("location.hash = '#a1'")
    page.until("document.querySelector('.head h2').textContent === '1.txt'")
    assert "10,000 sentences of this article are only in" in page.text(".head")


def test_a_sentence_without_text_says_so(sample: Page) -> None:
    sample.js("location.hash = '#a2s2'")
    sample.until("document.querySelector('mark.empty') !== null")
    assert sample.js("document.querySelector('mark.empty').textContent") == "(empty)"
    assert sample.js("document.querySelector('mark.empty').className") == "s2 empty"


def test_what_a_baseline_knows_is_marked(page: Page) -> None:
    page.load(JUDGED)
    page.until("document.querySelectorAll('.note .tag').length > 0")
    known = page.js(
        "[...document.querySelectorAll('.note')]"
        ".filter(n => n.querySelector('.label .tag')).map(n => n.className)"
    )
    assert set(known) == {"note s1"}
    notices = page.js("document.getElementById('notices').textContent")
    assert "10 issues known, 9 new, 1 no longer there" in notices
    assert "4 suppressed issues, 2 unused suppressions" in notices
    assert "delivery/app.xlf:12" in notices
    assert "33.88 ✗" in page.js("document.getElementById('overview').textContent")


def test_printing_shows_the_article_without_controls(sample: Page) -> None:
    sample.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        visible = "document.querySelector('{}').checkVisibility()"
        assert sample.js(visible.format("#reading"))
        assert sample.js(visible.format("#overview"))
        assert not sample.js(visible.format(".side"))
        assert not sample.js(visible.format(".tabs"))
    finally:
        sample.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
