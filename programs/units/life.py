"""The life of a province: from its first day to its last, and what the days outside of it mean for its rows.

A merger moves nothing: rows stay under the unit of their day. What belongs to a project that began in the life of its
province stays with that province, also when money is paid after it ended; a project that begins later, and what
belongs to no project, is the successor's from its first day on.
"""

from dataclasses import dataclass
from datetime import date

from programs.models import Province


@dataclass(frozen=True)
class Units:
    """Every province of every era, by id."""

    by_id: dict[int, Province]

    @classmethod
    def read(cls) -> "Units":
        """One query."""
        rows = Province.objects.order_by("sort_key").only("name", "valid_from", "valid_to", "successor_id")
        return cls({row.pk: row for row in rows})

    def family(self, unit_id: int) -> int:
        """The last successor of a province: what two provinces have in common when they became one."""
        while successor := self.by_id[unit_id].successor_id:
            unit_id = successor
        return unit_id

    # Each answers why not, in words; "" where nothing speaks against it.

    def why_no_entry(self, unit_id: int, on: date, budget_year: int) -> str:
        """A line of a project: the province must have been born, in its budget year, too; its project outlives it."""
        unit = self.by_id[unit_id]
        if on < unit.valid_from or budget_year < unit.valid_from.year:
            return self._not_yet(unit, "Số liệu trước ngày đó")
        return ""

    def why_no_own_entry(self, unit_id: int, on: date, budget_year: int) -> str:
        """A line of the province itself, of no project: dated, and for a budget year, within its life."""
        if why := self.why_no_entry(unit_id, on, budget_year):
            return why
        unit = self.by_id[unit_id]
        if unit.valid_to and (on > unit.valid_to or budget_year > unit.valid_to.year):
            return f"{self._ended(unit)} Số liệu sau ngày đó ghi ở {self._heir(unit)}."
        return ""

    def is_over(self, unit_id: int, on: date, budget_year: int) -> bool:
        """Whether a day, or a budget year, lies beyond the province's last."""
        last = self.by_id[unit_id].valid_to
        return last is not None and (on > last or budget_year > last.year)

    def why_not_begun(self, unit_id: int, lacks: str) -> str:
        """A line beyond the province's last day, of a project that `lacks` what would have begun it before."""
        unit = self.by_id[unit_id]
        return (
            f"{self._ended(unit)} Đề án chưa có {lacks} trong thời gian đó; đề án bắt đầu sau ngày đó lập ở "
            f"{self._heir(unit)}, ghi {unit.name} ở ô «Tỉnh cũ nơi thực hiện»."
        )

    def why_no_closing(self, unit_id: int, cut_off: date, together: set[int]) -> str:
        """Beyond its last day a province is closed `together` with the one that took it over, never alone."""
        unit = self.by_id[unit_id]
        if unit.valid_to and cut_off > unit.valid_to and unit.successor_id not in together:
            return (
                f"{self._ended(unit)} Số liệu đến sau ngày đó chốt ở {self._heir(unit)}, gồm cả các tỉnh cũ."
            )
        return ""

    def why_no_project(self, unit_id: int, first_year: int) -> str:
        """A project belongs to the province of its first year."""
        unit = self.by_id[unit_id]
        if first_year < unit.valid_from.year:
            return self._not_yet(unit, f"Đề án năm {first_year}")
        if unit.valid_to and first_year > unit.valid_to.year:
            return (
                f"{self._ended(unit)} Đề án năm {first_year} lập ở {self._heir(unit)}, "
                f"ghi {unit.name} ở ô «Tỉnh cũ nơi thực hiện»."
            )
        return ""

    def why_no_origin(self, unit_id: int, origin_id: int) -> str:
        """The old province where a project is carried out was merged into the project's province."""
        within = self.by_id[origin_id].successor_id
        while within and within != unit_id:
            within = self.by_id[within].successor_id
        if within is None:
            unit, origin = self.by_id[unit_id], self.by_id[origin_id]
            return f"{origin} không thuộc {unit}. Hãy chọn tỉnh đã nhập vào {unit.name}, hoặc «Không ghi»."
        return ""

    @staticmethod
    def _ended(unit: Province) -> str:
        return f"{unit.name} kết thúc ngày {unit.valid_to:%d/%m/%Y}."

    def _heir(self, unit: Province) -> str:
        heir = self.by_id.get(unit.successor_id)
        return f"{heir.name} của hiện nay" if heir else "đơn vị kế thừa"

    def _not_yet(self, unit: Province, what: str) -> str:
        old = [row.name for row in self.by_id.values() if row.successor_id == unit.pk]
        where = f"ghi ở tỉnh lúc đó: {', '.join(old)}" if old else "không ghi ở tỉnh này"
        return f"{unit.name} của hiện nay có từ {unit.valid_from:%d/%m/%Y}. {what} {where}."
