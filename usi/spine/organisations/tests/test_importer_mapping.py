from pathlib import Path

import pytest

from usi.spine.organisations.importer import mapping
from usi.spine.organisations.tests.importing import MAP


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"colums": {}}, "an entry 'colums' that means nothing"),
        ({"columns": {"name": "n", "colour": "c"}}, "'colour'"),
        ({"columns": {}}, "which column holds the 'name'"),
        ({"columns": "name"}, "[columns] must be a table"),
        ({"source": ""}, "'source'"),
        ({"source_date": "2024"}, "'source_date'"),
        ({"language": "xx-yy-zz"}, "is no language"),
        ({"language": ""}, "in which language"),
        ({"key": []}, "'key' must name"),
        ({"key": 5}, "'key'"),
        ({"delimiter": "::"}, "'delimiter' can be"),
        ({"decisions": {"1": 5}}, "the decision on '1'"),
        ({"values": {"country": {"*": "GR"}}}, "cannot say what every other country is"),
        ({"columns": {"name": "n", "country": "c"}, "constants": {"country": "GR"}}, "nobody guesses"),
        ({"constants": {"kind": ["union"]}}, "'kind' in [constants]"),
        ({"corrections": {"1": {"parents": "AB"}}}, "'parents' in [1] must be a list"),
    ],
)
def test_a_mapping_that_means_nothing_is_refused_with_one_sentence(change, said):
    with pytest.raises(ValueError) as error:
        mapping.parse({**MAP, **change})
    assert said in str(error.value)


def test_the_example_mapping_is_one():
    plan = mapping.load(Path(mapping.__file__).parent / "examples" / "unions.toml")
    assert (plan.columns["parents"], len(plan.decisions)) == ("federation", 21)
