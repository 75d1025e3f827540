"""What illustrative projects are made of: how often each content occurs, how much it costs, what it yields.

Orders of magnitude follow published results of Miền Trung - Tây Nguyên (about 50 tỷ đồng and 230 projects a year).
"""

from dataclasses import dataclass

PRODUCTS = (
    "chế biến cà phê", "chế biến hạt điều", "chế biến nông sản", "sản xuất đồ gỗ mỹ nghệ", "dệt thổ cẩm",
    "sản xuất nước mắm", "chế biến thủy sản", "sản xuất tinh dầu", "sản xuất gạch không nung", "cơ khí nông nghiệp",
    "chế biến chè", "sản xuất bún, bánh tráng", "chế biến dược liệu", "may mặc", "sản xuất trầm hương",
    "chế biến mắc ca", "sản xuất phân bón hữu cơ", "chế biến trái cây sấy", "đan lát mây tre", "sản xuất bao bì",
)  # fmt: skip


@dataclass(frozen=True)
class Recipe:
    """One content: its weight among projects, the range of its support (triệu đồng), its title and its results."""

    activity: str
    weight: int
    low: int
    high: int
    title: str
    results: tuple[tuple[str, int, int], ...] = ()  # indicator, least, most
    own_capital: bool = False
    own_business: bool = True


RECIPES = (
    Recipe(
        "III.c",
        46,
        100,
        300,
        "Hỗ trợ ứng dụng máy móc, thiết bị tiên tiến trong {product}",
        (("III.2", 1, 1), ("III.3", 1, 4), ("S.2", 2, 12)),
        own_capital=True,
    ),
    Recipe(
        "III.a",
        7,
        250,
        700,
        "Xây dựng mô hình trình diễn kỹ thuật {product}",
        (("III.1", 1, 1), ("S.2", 4, 20)),
        own_capital=True,
    ),
    Recipe(
        "III.e", 3, 100, 280, "Hỗ trợ chuyển giao công nghệ {product}", (("III.5", 1, 1),), own_capital=True
    ),
    Recipe("III.f", 2, 40, 160, "Đánh giá sản xuất sạch hơn tại cơ sở {product}", (("III.7", 1, 2),)),
    Recipe(
        "IV.d",
        8,
        25,
        35,
        "Hỗ trợ xây dựng, đăng ký nhãn hiệu cho cơ sở {product}",
        (("IV.9", 1, 1),),
        own_capital=True,
    ),
    Recipe(
        "IV.c",
        6,
        60,
        250,
        "Hỗ trợ cơ sở công nghiệp nông thôn tham gia hội chợ, triển lãm",
        (("IV.8", 6, 30), ("IV.7", 6, 30)),
        own_business=False,
    ),
    Recipe(
        "IV.a",
        3,
        80,
        200,
        "Tổ chức bình chọn sản phẩm công nghiệp nông thôn tiêu biểu",
        (("IV.11", 20, 60), ("IV.3", 10, 35)),
        own_business=False,
    ),
    Recipe(
        "I.a",
        5,
        60,
        220,
        "Đào tạo nghề {product} cho lao động nông thôn",
        (("I.1", 30, 120), ("I.2", 1, 4), ("I.3", 20, 90)),
    ),
    Recipe(
        "II.a",
        6,
        40,
        120,
        "Đào tạo khởi sự, nâng cao năng lực quản trị doanh nghiệp",
        (("II.1", 30, 100), ("II.2", 1, 3)),
        own_business=False,
    ),
    Recipe(
        "II.b",
        3,
        40,
        150,
        "Tổ chức hội thảo cho cơ sở công nghiệp nông thôn",
        (("II.3", 1, 2), ("II.4", 40, 160)),
        own_business=False,
    ),
    Recipe(
        "V.b",
        3,
        20,
        35,
        "Hỗ trợ thiết kế mẫu mã, bao bì cho cơ sở {product}",
        (("V.3", 1, 1),),
        own_capital=True,
    ),
    Recipe(
        "VI.a",
        4,
        50,
        180,
        "Thông tin, tuyên truyền về hoạt động khuyến công",
        (("VI.1", 4, 24),),
        own_business=False,
    ),
    Recipe(
        "VII.b",
        2,
        300,
        900,
        "Hỗ trợ lập quy hoạch chi tiết cụm công nghiệp",
        (("VII.3", 1, 1),),
        own_business=False,
    ),
    Recipe(
        "IX.a", 2, 30, 90, "Tập huấn, bồi dưỡng cán bộ khuyến công", (("IX.1", 20, 80),), own_business=False
    ),
)

MANAGEMENT = Recipe(
    "IX.d", 0, 20, 70, "Chi phí quản lý, kiểm tra, giám sát hoạt động khuyến công", own_business=False
)
