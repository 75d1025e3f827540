from programs.pages.lists import batched


def test_keys_come_so_many_at_a_time(make_business):
    rows = [make_business(f"HTX {number}") for number in range(5)]
    keys = [row.pk for row in rows]
    assert list(batched(rows, 2)) == [keys[:2], keys[2:4], keys[4:]]
