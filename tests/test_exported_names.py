import rightsgraph


def test_every_public_name_is_there_once() -> None:
    assert len(set(rightsgraph.__all__)) == len(rightsgraph.__all__)
    for name in rightsgraph.__all__:
        assert getattr(rightsgraph, name) is not None


def test_nothing_else_is_public() -> None:
    assert dir(rightsgraph) == sorted(rightsgraph.__all__)
    assert not hasattr(rightsgraph, "nothing_of_that_name")
