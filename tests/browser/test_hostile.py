"""S4: a letter full of markup, opened by the official who reads it: nothing of it runs or loads."""

import pytest_asyncio

from tests.browser import complaint
from tests.web.hostile import HOSTILE

# Each tries to leave a mark on the page or to fetch something.
ATTACKS = (
    *HOSTILE,
    "<script>document.body.dataset.ran = 1</script>",
    "<img src=x onerror='document.body.dataset.ran = 1'>",
    "</textarea><svg onload='document.body.dataset.ran = 1'>",
    "<iframe srcdoc='<script>parent.document.body.dataset.ran = 1</script>'></iframe>",
)
# The same by whoever has got so far as to put tags into a page: what the policy is for.
INJECT = """html => {
  const place = document.createElement('div');
  place.innerHTML = html;
  document.body.append(place);
  const script = document.createElement('script');
  script.textContent = 'document.body.dataset.ran = 1';
  document.body.append(script);
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def town(browser, postgres):
    async with complaint.town(browser, postgres.fresh("complaints")) as opened:
        yield opened


async def test_markup_in_a_letter_neither_runs_nor_loads_on_the_page_that_shows_it(town):
    letter = await town.clerks.register(content="\n".join(ATTACKS))
    path = f"/desk/petitions/{letter.petition_id}/content"

    seen = await town.official("petition_officer", path)
    asked = []
    seen.page.on("request", lambda request: asked.append(request.url))
    await seen.page.reload(wait_until="networkidle")

    shown = await seen.page.inner_text("main")
    assert all(attack in shown for attack in ATTACKS)
    assert await seen.page.evaluate("document.body.dataset.ran") is None
    assert await seen.page.locator("main script, main iframe, main svg, main img").count() == 0
    assert [url for url in asked if not url.startswith(town.window.site)] == []
    assert seen.faults == []


async def test_what_gets_into_a_page_of_the_desk_all_the_same_is_stopped_by_its_policy(town):
    letter = await town.clerks.register()
    path = f"/desk/petitions/{letter.petition_id}/content"
    seen = await town.official("petition_officer", path)

    await seen.page.evaluate(INJECT, "".join(ATTACKS))
    await seen.page.wait_for_function("document.querySelector('img[src=x]').complete")

    assert await seen.page.evaluate("document.body.dataset.ran") is None
    stopped = [fault for fault in seen.faults if "Content Security Policy" in fault]
    assert len(stopped) >= 2  # the handler and the script
