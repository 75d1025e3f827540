from printing.groups import Group, close_group, open_group
from printing.table import heading, subtotal


def test_a_subtotal_below_its_rows_closes_the_group_of_its_heading():
    root = Group(0)
    stack = [root]
    open_group(stack, heading("A"), 0)
    stack[-1].children.append(1)
    close_group(stack, subtotal("Cộng A", head=False), 2)

    [group] = root.children
    assert stack == [root]
    assert (group.level, group.at, group.children) == (1, 2, [1])


def test_a_subtotal_below_adds_what_stands_since_the_last_of_its_level():
    root = Group(0, children=[1])
    stack = [root]
    close_group(stack, subtotal("Cộng", head=False), 2)
    root.children += [3, 4]
    close_group(stack, subtotal("Cộng", head=False), 5)

    first, second = root.children
    assert (first.at, first.children) == (2, [1])
    assert (second.at, second.children) == (5, [3, 4])
    assert list(root.parts()) == [2, 5]


def test_a_group_of_its_own_sum_stays_beside_a_second_sum_of_its_level():
    root = Group(0)
    stack = [root]
    open_group(stack, subtotal("A"), 0)
    stack[-1].children.append(1)
    close_group(stack, subtotal("Cộng A", head=False), 2)

    assert root.children[0].at == 0
    assert [child.at for child in root.children[0].children] == [2]
