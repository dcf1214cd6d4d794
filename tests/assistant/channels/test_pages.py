"""Every page in a real browser: it shows what it is for, stays inside the window, works by keyboard, and says no nicely."""

from collections.abc import Callable, Iterator

import httpx2 as httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assistant.bootstrap import Installation
from knowledge.workforce.viewer import OPERATOR
from tests.assistant.channels.test_page import browser, link, page

__all__ = ["browser", "link", "page"]

PAGES = {
    "/people": "People",
    "/people?q=priya": "People",
    "/people/C-1897": "Kerem Güneş",
    "/staffing": "Staffing",
    "/staffing/PRJ-01": "Atlas",
    "/me": "My record",
    "/settings?check=true": "Settings and health",
    "/reports": "Workforce report",
    "/plans": "Plans",
    "/gaps": "Governance gaps",
    "/policies?q=own+laptop": "Policies",
    "/auditor": "What the assistant was asked",
}
"""Each page with its heading."""


def base(page: Page) -> str:
    return page.evaluate("location.origin")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_heading_the_navigation_and_fits_the_window(page: Page, address: str) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(base(page) + address)
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGES[address])
    expect(page.get_by_role("navigation", name="Pages").get_by_role("link")).not_to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    assert told == []
    faults = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["impact"], fault["nodes"][0]["html"]) for fault in faults] == []


def test_from_a_name_to_the_person_and_where_the_facts_come_from(page: Page) -> None:
    page.goto(base(page) + "/people")
    page.get_by_label("Name or id").fill("kerem g")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Kerem Güneş").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kerem Güneş")
    expect(page.locator("[data-part=lineage]")).to_contain_text("C-1897")
    for picture in page.locator("img.drawn").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100


def test_a_plan_fits_one_screen_and_is_submitted_and_withdrawn(page: Page) -> None:
    page.locator("[data-part=question]").fill("draft a plan to fill D-17")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=answer]").last).to_have_attribute("data-status", "answered", timeout=30_000)
    page.goto(base(page) + "/plans")
    page.locator("[data-part=plans] tbody a").first.click()
    expect(page.locator("[data-part=plan]")).to_have_attribute("data-status", "draft")
    page.wait_for_load_state()
    if page.viewport_size and page.viewport_size["width"] > 1000:
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator("[data-part=plan]")).to_have_attribute("data-status", "submitted")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    page.get_by_label("Reason").fill("<b>not</b> now")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("[data-part=plan]")).to_have_attribute("data-status", "withdrawn")
    expect(page.locator("main b")).to_have_count(0)


def test_the_optimiser_of_a_project_says_cost_and_bound(page: Page) -> None:
    page.goto(base(page) + "/staffing/PRJ-01")
    expect(page.locator("[data-part=demand]").first).to_be_visible()
    page.get_by_label("Seconds").fill("2")
    page.get_by_role("button", name="Find the best staffing").click()
    expect(page.locator("[data-part=allocation]")).to_have_attribute("data-state", "done", timeout=30_000)
    expect(page.locator("[data-part=allocation]")).to_contain_text("bound")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_somebody_contests_a_field_and_its_owner_declines(
    signed_in: Callable[..., httpx.Client], company: Installation
) -> None:
    with company.registry.reading(OPERATOR) as reading:
        person = reading.contributor("C-1897")
    assert person
    assert person.email
    mine, hr = signed_in(person.email, "contributor"), signed_in("hr.pages@alderquay.example", "hr")
    assert person.title
    assert person.title in mine.get("/me").text
    form = {"csrf": csrf(mine.get("/me").text), "field": "title", "value": "<i>Chief</i>", "reason": "promoted"}
    assert mine.post("/me/corrections", data={**form, "csrf": "x"}).status_code == 403
    assert mine.post("/me/corrections", data=form).status_code == 303
    wish = {"csrf": form["csrf"], "wish": "work with =cmd|data", "wish_type": "interest"}
    assert mine.post("/me/wishes", data=wish).status_code == 303
    shown = mine.get("/me").text
    assert "&lt;i&gt;Chief&lt;/i&gt;" in shown
    assert "<i>Chief" not in shown
    assert "work with =cmd|data" in shown
    queued = hr.get("/me").text
    address = queued.split('action="/corrections/')[1].split('"')[0]
    answer = hr.post(f"/corrections/{address}", data={"csrf": csrf(queued), "reason": "not on file"})
    assert answer.status_code == 303
    assert "not on file" in mine.get("/me").text


def csrf(page: str) -> str:
    return page.split('name="csrf" value="')[1].split('"')[0]


def test_what_is_not_there_is_said_on_a_page(page: Page) -> None:
    for address in ("/plans/PLAN-NONE", "/people/nobody-of-that-name"):
        answered = page.goto(base(page) + address)
        assert answered
        assert answered.status == 404
        expect(page.get_by_role("alert")).to_be_visible()


@pytest.fixture
def signed_in(server: str, token_of: Callable[..., str]) -> Iterator[Callable[..., httpx.Client]]:
    """Clients that hold the session cookie of somebody with these roles."""
    opened: list[httpx.Client] = []

    def make(email: str, *roles: str) -> httpx.Client:
        opened.append(httpx.Client(base_url=server, timeout=30))
        assert opened[-1].post("/sign-in", data={"token": token_of(email, *roles)}).status_code == 303
        return opened[-1]

    yield make
    for client in opened:
        client.close()


def test_a_form_of_another_site_or_session_changes_nothing(signed_in: Callable[..., httpx.Client]) -> None:
    client = signed_in("forms@alderquay.example", "leader")
    plan = client.post("/api/v1/ask", json={"question": "draft a plan to fill D-17"}).json()["plan"]["id"]
    shown = client.get(f"/api/v1/plans/{plan}").json()
    page = client.get(f"/plans/{plan}").text
    token = csrf(page)
    form = {"version": str(shown["version"]), "hash": shown["hash"], "csrf": token}
    wrong = [
        ({**form, "csrf": ""}, {}),
        ({**form, "csrf": "0" * 64}, {}),
        (form, {"Origin": "https://elsewhere.example"}),
        (form, {"Sec-Fetch-Site": "cross-site"}),
    ]
    for data, headers in wrong:
        assert client.post(f"/plans/{plan}/submit", data=data, headers=headers).status_code == 403
    assert client.get(f"/api/v1/plans/{plan}").json()["status"] == "draft"
    client.post("/sign-out", data={"csrf": "0"})
    assert client.get("/plans").status_code == 200
    assert client.post(f"/plans/{plan}/submit", data={**form, "version": "9"}).status_code == 409
    assert client.post(f"/plans/{plan}/submit", data=form).status_code == 303
    assert client.get(f"/api/v1/plans/{plan}").json()["status"] == "submitted"
    client.post("/sign-out", data={"csrf": token})
    assert client.get("/plans").headers["location"] == "/sign-in?next=/plans"


def test_signing_in_leads_on_to_the_page_and_never_elsewhere(server: str, token_of: Callable[..., str]) -> None:
    token = token_of("next@alderquay.example", "leader")
    for asked, reached in (
        ("/gaps?rule=TEN-01", "/gaps?rule=TEN-01"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
    ):
        answered = httpx.post(f"{server}/sign-in", data={"token": token, "next": asked})
        assert answered.headers["location"] == reached


def test_who_has_no_right_is_not_offered_the_page_and_told_no(signed_in: Callable[..., httpx.Client]) -> None:
    client = signed_in("plain@alderquay.example", "contributor")
    assert 'href="/gaps"' not in client.get("/people").text
    for address in ("/gaps", "/plans"):
        answered = client.get(address)
        assert answered.status_code == 403
        assert "text/html" in answered.headers["content-type"]
    assert 'data-part="policies"' not in client.get("/policies").text
    assert "not shown to you" in client.get("/people/C-1897").text
