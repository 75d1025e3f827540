"""The table of mutants keeps up with the code; whether the tests notice them says `python3 run.py mutants`."""

import ast

import pytest

from tooling import mutants
from tooling.console import ROOT, Stop

RECORDED = mutants.recorded()


@pytest.mark.parametrize("mutant", RECORDED, ids=lambda mutant: mutant.id)
def test_a_mutant_stands_once_in_its_file_and_would_run(mutant):
    assert mutant.found() == 1, "the code moved on: write file, from and to anew in tooling/mutants.json"
    source = (ROOT / mutant.file).read_text()
    mutated = source.replace(mutant.before, mutant.after)

    assert ast.dump(ast.parse(mutated)) != ast.dump(ast.parse(source))
    assert mutant.tests, "no tests stand beside this file"


def test_each_mutant_has_a_name_of_its_own():
    assert len({mutant.id for mutant in RECORDED}) == len(RECORDED)


def test_a_mutant_that_nobody_knows_is_refused():
    with pytest.raises(Stop, match="Không có đột biến X9"):
        mutants.chosen(RECORDED, ["X9"])


def test_a_text_that_has_moved_is_said_with_its_place():
    moved = mutants.Mutant("X1", "programs/periods.py", "không còn dòng này", "")

    with pytest.raises(Stop, match=r"X1 trong programs/periods.py: 0 lần"):
        mutants.chosen([*RECORDED, moved], ["P1", "X1"])
    assert mutants.chosen([*RECORDED, moved], ["P1"]) == [RECORDED[9]]


def test_a_mutant_is_put_into_a_copy_noticed_or_not_and_taken_out_again(capsys):
    """Tested by a reader that fails where it finds the first fault; the tree itself is never touched."""
    noticed = mutants.Mutant(
        "X1", "programs/periods.py", "filter(on__lte=self.until", "filter(on__lt=self.until"
    )
    unnoticed = mutants.Mutant("X2", "programs/periods.py", '"""Two ways', '"""Three ways')
    no_fault = mutants.Mutant("X3", "programs/periods.py", "x", "y", equivalent="không đổi gì")
    seen = []

    def reads(paths, tree):
        text = (tree / "programs/periods.py").read_text()
        seen.append((tree != ROOT, "on__lt=" in text, "Three ways" in text))
        return mutants.FAILED if "on__lt=" in text else mutants.PASSED

    assert mutants.replay([noticed, unnoticed, no_fault], reads) == 1
    assert seen == [(True, False, False), (True, True, False), (True, False, True)]
    assert "3 đột biến: 1 bị phát hiện, 1 sống sót, 1 tương đương" in capsys.readouterr().out
    assert noticed.found() == 1


def test_without_a_fault_the_tests_must_pass():
    with pytest.raises(Stop, match="khi chưa sửa gì"):
        mutants.replay([RECORDED[0]], lambda paths, tree: mutants.FAILED)
