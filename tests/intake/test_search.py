"""What people type into the one box, and which of the shipped procedures they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.catalogue import procedures as shipped
from services.intake.catalogue.words import spoken
from services.intake.domain.search import asked, folded
from services.intake.store import search
from services.intake.store.search import Within
from tests.intake.desk import PROVINCE
from tests.shared.vietnam import on

TODAY = Within(on("2026-11-23"))
# What is typed, and the code that has to come first.
FIRST = {
    "Đăng ký khai sinh": "1.001193",
    "dang ky khai sinh": "1.001193",
    "DANG KY KHAI SINH": "1.001193",
    "đăng kí khai sinh": "1.001193",
    "khai sinh cho con": "1.001193",
    "làm giấy khai sinh cho em bé mới sinh ở xã Bảo Ninh": "1.001193",
    "dang ky khai shinh": "1.001193",
    "dk khai sinh": "1.001193",
    "thủ tục khai sinh cần giấy tờ gì": "1.001193",
    "birth certificate": "1.001193",
    "marriage": "1.000894",
    "household business": "1.001612",
    "temporary residence": "1.004194",
    "criminal record": "2.000488",
    "1.001193": "1.001193",
    "1001193": "1.001193",
    "1.001193.000.00.00.H46": "1.001193",
    "khai sinh lại": "1.004884",
    "khai sinh có yếu tố nước ngoài": "2.000528",
    "trích lục khai sinh": "2.000635",
    "ban sao giay khai sinh": "2.000635",
    "khai tử": "1.000656",
    "giay chung tu nguoi mat": "1.000656",
    "dang ky ket hon": "1.000894",
    "ket hom": "1.000894",
    "đăng ký kết hôn với người nước ngoài": "2.000806",
    "lay chong nuoc ngoai": "2.000806",
    "xác nhận độc thân": "1.004873",
    "nhận cha cho con": "1.001022",
    "giám hộ": "1.004837",
    "cải chính hộ tịch": "1.004859",
    "đổi tên trong giấy khai sinh": "1.004859",
    "photo công chứng": "2.000815",
    "chung thuc ban sao": "2.000815",
    "chứng thực chữ ký": "2.000884",
    "công chứng mua bán đất": "2.001035",
    "di chúc": "2.001019",
    "mở quán cà phê": "1.001612",
    "dang ky ho kinh doanh": "1.001612",
    "tạm ngừng kinh doanh": "1.001570",
    "đóng cửa hàng": "1.001266",
    "xin phép xây nhà": "1.013225",
    "gia hạn giấy phép xây dựng": "1.013227",
    "đổi sổ đỏ": "1.012783",
    "mất sổ đỏ": "1.012786",
    "làm sổ đỏ lần đầu": "1.013978",
    "dinh chinh so do": "1.012790",
    "thế chấp nhà đất": "1.011441",
    "trợ cấp người cao tuổi": "1.001776",
    "giấy xác nhận khuyết tật": "1.001699",
    "ho ngheo": "1.011607",
    "thờ cúng liệt sĩ": "1.010803",
    "mai táng phí cựu chiến binh": "2.002307",
    "nhận con nuôi": "2.001263",
    "nhập hộ khẩu": "1.004222",
    "dang ky tam tru": "1.004194",
    "ly lich tu phap": "2.000488",
}
NOWHERE = ("xyzw", "sửa máy giặt", "@@@", "9.999999")


async def codes(pool, said, within=TODAY, most=50, after=0):
    async with pool.acquire() as conn:
        found = await search.procedures(conn, asked(said, spoken()), within, most, after)
    return [procedure.code for procedure in found.procedures], found.total


async def test_what_people_mean_comes_first(pool):
    missed = {}

    for said, code in FIRST.items():
        found, _ = await codes(pool, said)
        if found[:1] != [code]:
            missed[said] = (code, found[:4])

    assert missed == {}


async def test_every_shipped_procedure_is_found_first_by_its_name_without_marks(pool):
    missed = []

    for procedure in shipped(PROVINCE):
        found, _ = await codes(pool, folded(procedure.name))
        if found[:1] != [procedure.code]:
            missed.append((procedure.name, found[:3]))

    assert missed == []


@pytest.mark.parametrize("said", NOWHERE)
async def test_what_nobody_offers_is_not_found(pool, said):
    assert await codes(pool, said) == ([], 0)


async def test_a_word_that_no_name_has_excludes_nothing(pool):
    plain, _ = await codes(pool, "khai sinh")
    wordy, _ = await codes(pool, "khai sinh hôm nay tại Đồng Hới")

    assert wordy[0] == plain[0] == "1.001193"
    assert "1.004884" in wordy


async def test_pages_follow_one_another_and_the_count_is_of_all(pool):
    whole, total = await codes(pool, "đăng ký")
    first, count = await codes(pool, "đăng ký", most=5)
    second, _ = await codes(pool, "đăng ký", most=5, after=5)

    assert (count, len(whole)) == (total, total)
    assert first + second == whole[:10]


async def test_nothing_asked_lists_all_by_name_and_filters_hold(pool):
    everything, total = await codes(pool, "")
    civil, civil_total = await codes(pool, "", Within(TODAY.on, field="ho-tich"))
    of_province, _ = await codes(pool, "", Within(TODAY.on, level="PROVINCE"))

    assert total == len(everything) == len(shipped(PROVINCE))
    assert civil_total == sum(p.field == "ho-tich" for p in shipped(PROVINCE)) == len(civil)
    assert set(of_province) == {p.code for p in shipped(PROVINCE) if p.level == "PROVINCE"}


async def test_only_the_newest_version_in_force_is_found(pool):
    made = "UPDATE reference SET state = state || $1 WHERE kind = 'Procedure' AND key = $2"
    async with pool.acquire() as conn:
        await conn.execute(
            "INSERT INTO reference (kind, key, state) SELECT kind, '1.001193@2', state || $1"
            " FROM reference WHERE key = '1.001193@1'",
            {"version": 2, "name": "Khai sinh theo cách mới", "valid_from": "2026-01-01"},
        )
        await conn.execute(made, {"valid_to": "2020-01-01"}, "1.004884@1")

    found, _ = await codes(pool, "khai sinh")

    assert found.count("1.001193") == 1
    assert "1.004884" not in found
    assert (await codes(pool, "khai sinh theo cách mới"))[0][0] == "1.001193"


async def test_the_database_folds_as_the_domain_does(pool):
    names = [procedure.name for procedure in shipped(PROVINCE)]
    names += ["Quý Tỵ, kỷ luật & Lý-lịch  ÔNG/BÀ", "Ẩn Ễnh ĐĐ đặng, 1.001193"]

    rows = await pool.fetch("SELECT folded(n) AS f FROM unnest($1::text[]) AS n", names)

    assert [row["f"] for row in rows] == [folded(name) for name in names]


@given(st.text(max_size=200))
def test_anything_typed_becomes_words_or_a_code(said):
    told = asked(said, spoken())

    assert len(told.words) == len(told.weights) <= 12
    assert all(word == folded(word) for word in told.words) or not folded(said)
