"""Pages for what is answered without a view: said in Vietnamese, made without the database, the session or the person."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.template.loader import render_to_string

from programs.pages.uploads import MAX_SAID

NOTHING_SAVED = "chưa có gì được lưu hay thay đổi bởi yêu cầu này."
BACK = "bấm nút Quay lại của trình duyệt; chữ đã nhập thường vẫn còn trong biểu mẫu;"
RETRY_SECONDS = 30  # after which asking again is worth while


@dataclass(frozen=True)
class Refusal:
    """One page: the answer's status, what happened, what became of the data and what a person can do."""

    status: int
    heading: str
    what: str
    ways: tuple[str, ...]
    data: str = NOTHING_SAVED
    again: bool = False  # the same request may well succeed a little later


UNREADABLE = Refusal(
    400,
    "Yêu cầu không đọc được",
    "Trình duyệt đã gửi một yêu cầu mà hệ thống không đọc được, thường do địa chỉ bị cắt hoặc chứa ký tự lạ.",
    (BACK, "gõ lại địa chỉ hoặc đi từ trang chủ."),
)
LENGTH = Refusal(
    411,
    "Yêu cầu không nói trước độ lớn",
    "Nội dung được gửi thành nhiều phần mà không ghi trước độ lớn, nên hệ thống không nhận.",
    ("gửi lại bằng trình duyệt thông thường; nếu dùng phần mềm, hãy gửi kèm Content-Length.",),
)
TOO_LARGE = Refusal(
    413,
    "Nội dung gửi lên quá lớn",
    "Tệp hoặc biểu mẫu vừa gửi lớn hơn mức hệ thống nhận, nên hệ thống không đọc.",
    (
        f"mỗi lần đính kèm một tệp, tối đa {MAX_SAID}: nén tệp hoặc quét ở độ phân giải thấp hơn;",
        "nếu dán nhiều dòng, hãy chia thành các phần nhỏ hơn;",
        "nếu chưa đăng nhập, hãy đăng nhập trước rồi gửi.",
    ),
)
ADDRESS = Refusal(
    414,
    "Địa chỉ quá dài",
    "Địa chỉ trình duyệt gửi tới dài hơn mức hệ thống nhận, thường do dán nhầm một đoạn văn vào ô tìm hay ô địa chỉ.",
    ("bấm nút Quay lại, tìm bằng vài từ hoặc bớt điều kiện lọc.",),
)
KIND = Refusal(
    415,
    "Kiểu dữ liệu không được nhận",
    "Hệ thống chỉ nhận biểu mẫu gửi từ các trang của mình, không nhận JSON, XML hay kiểu mã chữ khác UTF-8.",
    ("mở biểu mẫu từ trang chủ rồi gửi bằng trình duyệt.",),
)
HEADERS = Refusal(
    431,
    "Phần đầu của yêu cầu quá dài",
    "Cookie hoặc thông tin trình duyệt gửi kèm dài hơn mức hệ thống nhận.",
    ("xóa cookie của trang này trong trình duyệt rồi đăng nhập lại.",),
)
OURS = Refusal(
    500,
    "Hệ thống gặp lỗi",
    "Có lỗi xảy ra ở máy chủ khi nhận yêu cầu. Lỗi đã được ghi lại để người quản trị kiểm tra.",
    ("chờ một phút rồi tải lại trang;", "nếu lỗi lặp lại, báo cho người quản trị."),
    "số liệu đã lưu trước đó vẫn nguyên vẹn; hãy mở lại danh sách để kiểm tra trước khi nhập lại.",
)
AWAY = "Cơ sở dữ liệu đang không trả lời"
AWAY_WHAT = (
    "Máy chủ web chạy nhưng không hỏi được cơ sở dữ liệu: đường truyền bị đứt hoặc treo, hoặc cơ sở dữ liệu đang bận vì "
    "người khác ghi. Sự việc đã được ghi lại để người quản trị kiểm tra."
)
WAIT = "chờ nửa phút rồi tải lại trang;"
TELL = "nếu vẫn như vậy, báo cho người quản trị: việc đang làm, thời điểm, tài khoản."
AWAY_READING = Refusal(
    503,
    AWAY,
    AWAY_WHAT,
    (WAIT, TELL),
    "không có gì bị mất hay thay đổi: lần này chỉ là mở trang.",
    again=True,
)
AWAY_WRITING = Refusal(
    503,
    AWAY,
    AWAY_WHAT,
    (
        "chờ nửa phút, tải lại trang này và đồng ý gửi lại: biểu mẫu đã được lưu rồi thì bấm lại sẽ không lưu hai lần;",
        "hoặc mở lại danh sách để xem việc vừa gửi đã có chưa;",
        TELL,
    ),
    "việc vừa gửi chưa biết đã lưu hay chưa; đã lưu thì trọn vẹn, chưa lưu thì chưa có gì.",
    again=True,
)
TOO_SLOW = Refusal(
    503,
    "Yêu cầu cần quá nhiều thời gian",
    "Cơ sở dữ liệu vẫn chạy, nhưng việc vừa hỏi quá lớn nên đã bị dừng để không làm chậm người khác.",
    (
        "hỏi hẹp hơn: một tỉnh hay một vùng thay cho cả nước, một năm thay cho nhiều năm, bớt từ trong ô tìm;",
        "xuất tệp theo từng tỉnh hoặc từng năm;",
        "nếu cần đúng bảng lớn này, đề nghị người quản trị xuất bằng dòng lệnh.",
    ),
    "việc bị dừng không để lại gì: chưa có gì được lưu hay thay đổi.",
)
BY_STATUS = {page.status: page for page in (UNREADABLE, LENGTH, TOO_LARGE, ADDRESS, KIND, HEADERS, OURS)}


def words(page: Refusal, code: str = "") -> str:
    """The page's HTML; `code` is that of the request, by which the log is searched."""
    return render_to_string("refused.html", {"page": page, "error_code": code})


def answer(page: Refusal, code: str = "") -> HttpResponse:
    response = HttpResponse(words(page, code), status=page.status)
    if page.again:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
