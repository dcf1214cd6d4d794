"""The page in a real browser: ask, read, open a citation, on a phone too."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

BROWSER = os.environ.get("WORKFORCE_TEST_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

if BROWSER is None and os.environ.get("WORKFORCE_TEST_NO_SKIPS") != "1":
    pytest.skip("no Chromium on this machine", allow_module_level=True)


@pytest.fixture(scope="module")
def link(company_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server as `workforce serve` starts it, by its sign-in link."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(company_home, home)
    environment = {
        **os.environ,
        "WORKFORCE_HOME": str(home),
        "WORKFORCE_TODAY": "2026-11-24",
        "WORKFORCE_MODEL": "builtin",
    }
    command = [str(Path(sys.executable).parent / "workforce"), "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert server.stdout is not None
    line = server.stdout.readline()
    assert line.startswith("Sign in: http://127.0.0.1:")
    yield line.removeprefix("Sign in: ").strip()
    server.terminate()
    assert server.wait(timeout=10) == 0
    server.stdout.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(params=[(1200, 850), (390, 844)], ids=["desk", "phone"])
def page(browser: Browser, link: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda sent: None if sent.url.startswith("http://127.0.0.1:") else wrong.append(sent.url))
    opened.goto(link)
    yield opened
    assert wrong == []
    context.close()


def ask(page: Page, question: str) -> None:
    page.locator("[data-part=question]").fill(question)
    page.keyboard.press("Enter")


def test_ask_read_and_open_the_passage(page: Page) -> None:
    ask(page, "May a freelancer use an own laptop for confidential data?")
    answer = page.locator("[data-part=answer]").last
    expect(answer).to_have_attribute("data-status", "answered", timeout=30_000)
    assert answer.get_attribute("data-run")
    passage = answer.locator("[data-part=passage]").first
    expect(passage).to_be_hidden()
    answer.locator("[data-part=citation]").first.click()
    expect(passage).to_be_visible()
    expect(passage).to_contain_text("confidential data")
    answer.locator("[data-part=citation]").first.click()
    expect(passage).to_be_hidden()


def test_a_table_of_people_stays_inside_the_window(page: Page) -> None:
    ask(page, "Who knows Python and is free at least half time next month?")
    answer = page.locator("[data-part=answer]").last
    expect(answer).to_have_attribute("data-status", "answered", timeout=30_000)
    expect(answer.locator("table")).to_be_visible()
    size = page.viewport_size
    box = page.locator("main").bounding_box()
    shown = answer.bounding_box()
    assert size
    assert box
    assert shown
    assert box["width"] <= size["width"]
    assert shown["x"] + shown["width"] <= size["width"]


def test_a_follow_up_and_markup_in_a_question(page: Page) -> None:
    ask(page, "Is Priya free next week? <img src=x onerror=alert(1)>")
    expect(page.locator("[data-part=answer]").last).to_have_attribute("data-status", "clarify", timeout=30_000)
    expect(page.locator("#conversation img")).to_have_count(0)


def test_without_signing_in_there_is_only_the_way_in(browser: Browser, link: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(link.split("/sign-in")[0])
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("Your token").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not valid")
    context.close()
