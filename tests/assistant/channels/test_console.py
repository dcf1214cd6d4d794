"""The auditor's console in a real browser: the newest questions, one run's story, the log's state; on a phone too."""

from playwright.sync_api import Browser, Page, expect

from tests.assistant.channels.test_page import browser, link, page

__all__ = ["browser", "link", "page"]


def test_a_question_leads_to_its_story(page: Page) -> None:
    page.locator('[data-part="question"]').fill("Can a contractor use their own laptop? <script>alert(1)</script>")
    page.keyboard.press("Enter")
    answer = page.locator('[data-part="answer"][data-status]')
    expect(answer).to_be_visible(timeout=20_000)
    run = answer.get_attribute("data-run")
    page.goto(page.url.split("/sign-in")[0].rstrip("/") + "/auditor")
    listed = page.locator(f'[data-part="run"][data-run="{run}"]')
    expect(listed).to_contain_text("<script>alert(1)</script>")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    listed.click()
    page.wait_for_url(f"**/auditor/runs/{run}")
    expect(page.locator('[data-kind="question"]')).to_contain_text("own laptop")
    expect(page.locator('[data-kind="tool.call"]').first).to_contain_text("policies")
    expect(page.locator('[data-kind="answer"]')).to_be_visible()
    cite = page.locator('[data-part="citation"]').first
    cite.click()
    expect(page.locator('[data-part="passage"]:visible').first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_logs_state_in_plain_words(page: Page) -> None:
    page.goto(page.url.split("/sign-in")[0].rstrip("/") + "/auditor?verify=true")
    state = page.locator('[data-part="verification"]')
    expect(state).to_have_attribute("data-ok", "true")
    expect(state).to_contain_text("The log is whole.")


def test_strangers_sign_in_first_and_unknown_runs_are_not_found(browser: Browser, link: str) -> None:
    base = link.split("/sign-in")[0]
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(f"{base}/auditor")
    assert "/sign-in" in opened.url
    opened.goto(link)
    answered = opened.goto(f"{base}/auditor/runs/unknown")
    assert answered is not None
    assert answered.status == 404
    context.close()
