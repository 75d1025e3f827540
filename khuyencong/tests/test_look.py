"""The look holds together: error pages stand alone, icons exist, every file a style sheet names is there."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.template.loader import render_to_string

TEMPLATES = settings.BASE_DIR / "templates"
STATIC = settings.BASE_DIR / "static"
APPS = ("accounts", "printing", "programs", "conferences", "reports", "khuyencong")
PYTHON = [p for app in APPS for p in (settings.BASE_DIR / app).rglob("*.py") if "tests" not in p.parts]
TILES = settings.BASE_DIR / "programs" / "reference" / "tiles.csv"
PROVINCES = settings.BASE_DIR / "programs" / "reference" / "provinces.csv"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("400.html", "Yêu cầu không đọc được"),
        ("403.html", "Anh/chị không có quyền với việc này"),
        ("403_csrf.html", "Phiên làm việc đã cũ"),
        ("404.html", "Không tìm thấy trang"),
        ("405.html", "Trang này không nhận yêu cầu kiểu này"),
        ("500.html", "Hệ thống gặp lỗi"),
    ],
)
def test_error_page_stands_without_request_context_or_database(page, title):
    html = render_to_string(page)
    assert re.findall(r"<h1>(.*?)</h1>", html) == [title]
    assert "<strong>Dữ liệu:</strong>" in html
    assert [
        path for path in re.findall(r'(?:href|src)="/static/([^"]+)"', html) if not (STATIC / path).is_file()
    ] == []


def test_every_icon_named_in_a_template_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    call = re.compile(r'components/icon\.html" with name="([^"]+)"')
    named = {name for path in TEMPLATES.rglob("*.html") for name in call.findall(path.read_text())}
    assert named
    assert named - drawn == set()


def test_static_files_can_be_collected_with_hashed_names(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = ManifestStaticFilesStorage(location=tmp_path).hashed_files
    assert re.fullmatch(r"css/base\.[0-9a-f]{12}\.css", hashed["css/base.css"])


def rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_each_province_of_both_eras_has_a_tile_of_its_own():
    tiles = rows(TILES)
    assert sorted(tile["unit_id"] for tile in tiles) == sorted(unit["key"] for unit in rows(PROVINCES))
    taken = Counter((tile["unit_id"][:3], tile["column"], tile["row"]) for tile in tiles)
    assert [place for place, count in taken.items() if count > 1] == []


def test_tile_map_always_draws_both_archipelagos():
    html = render_to_string(
        "components/tile_map.html", {"id": "m", "title": "Bản đồ", "tiles": [], "size": "63"}
    )
    assert re.findall(r"<li class=\"islands (\S+)\">", html) == ["hoang-sa", "truong-sa"]
    assert "Hoàng Sa<br>(Đà Nẵng)" in html
    assert "Trường Sa<br>(Khánh Hòa)" in html


def test_every_static_file_is_named_by_somebody():
    """By a template, a style sheet or the code; what is vendored keeps its licence beside it."""
    named_in = [*TEMPLATES.rglob("*.html"), *STATIC.joinpath("css").glob("*.css")]
    texts = "\n".join(path.read_text() for path in [*named_in, *PYTHON])
    papers = {"README.md", "NOTICE"}
    unnamed = [
        path.relative_to(STATIC).as_posix()
        for path in STATIC.rglob("*.*")
        if path.is_file() and path.name not in papers and path.relative_to(STATIC).as_posix() not in texts
    ]
    assert [name for name in unnamed if "LICENSE" not in name] == []


def test_every_icon_in_the_sprite_is_named_by_somebody():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    code = [*TEMPLATES.rglob("*.html"), *PYTHON]
    named = {name for path in code for name in re.findall(r'"([a-z0-9-]+)"', path.read_text())}
    assert drawn - named == set()
