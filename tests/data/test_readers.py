"""A cohort is read whole, or refused with the row and the column at fault."""

from __future__ import annotations

import contextlib
import csv
import gc
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seqmatch.data.users.cohort import Cohort, cohort_of, read_cohort, read_profiles, read_rules
from seqmatch.errors import DataError
from seqmatch.schemas.profile import CHOICES, CSV_COLUMNS, Profile
from seqmatch.schemas.profile_reading import parse_profile

HEADER = ["ORGANIZATION_ID", *CSV_COLUMNS]
ANN = ["ann", "UP_TO_10K", "STUDENT", "PAY_OFF_DEBT", "Pro", "INDIVIDUAL", "true", "2", "9", "18-24"]
BOB = ["bob", "", "", "", "", "", "", "", "", ""]
RULES_HEADER = ["id", "organization_id", "description", "created_at"]
SAVE = "When funds are received: 10.00% of incoming funds goes from Pay to Savings."
SPEND = "When funds are received: Funds move from Pay to Fun."


def write(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def profiles_csv(folder: Path, *rows: list[str]) -> Path:
    return write(folder / "profiles.csv", HEADER, *rows)


def rules_csv(folder: Path, *rows: list[str]) -> Path:
    return write(folder / "rules.csv", RULES_HEADER, *rows)


def changed(row: list[str], **values: str) -> list[str]:
    return [values.get(column, value) for column, value in zip(HEADER, row, strict=True)]


def refusal(path: Path) -> tuple[str, str]:
    """The code of a refused profiles file, and where, without the folder."""
    with pytest.raises(DataError) as caught:
        read_profiles(path)
    return caught.value.code, caught.value.path.removeprefix(f"{path.parent}/")


def small_cohort(folder: Path) -> Cohort:
    return read_cohort(
        profiles_csv(folder, ANN, BOB), rules_csv(folder, ["1", "ann", SAVE, "2026"], ["2", "zoe", SPEND, "2026"])
    )


class TestWhatIsRead:
    def test_users_come_in_file_order_with_profile_goal_and_rules(self, tmp_path: Path) -> None:
        cohort = small_cohort(tmp_path)

        assert len(cohort) == 2
        assert cohort.user_ids == ("ann", "bob")
        assert cohort.profiles == (parse_profile(dict(zip(HEADER[1:], ANN[1:], strict=True))), Profile())
        assert cohort.goals == ("PAY_OFF_DEBT", None)
        assert cohort.rule_texts == (SAVE, None)
        assert [ruleset and len(ruleset.actions) for ruleset in cohort.rulesets] == [1, None]

    def test_rules_without_a_profile_are_dropped_and_profiles_without_rules_kept(self, tmp_path: Path) -> None:
        join = small_cohort(tmp_path).quality.join

        assert (join.profiles_with_rules, join.profiles_without_rules) == (1, 1)
        assert (join.rule_users_with_profile, join.rule_users_without_profile, join.rule_rows_dropped) == (1, 1, 1)

    def test_the_representation_shows_counts_and_no_one(self, tmp_path: Path) -> None:
        assert repr(small_cohort(tmp_path)).startswith("Cohort(2 users, 1 with rules, 1 with a goal, ")

    def test_a_value_nobody_knows_is_read_as_missing_and_counted(self, tmp_path: Path) -> None:
        rows = [changed(BOB, ORGANIZATION_ID=f"u{n}", OCCUPATION="ASTRONAUT" if n < 5 else "Ann Lee") for n in range(7)]
        table = read_profiles(profiles_csv(tmp_path, *rows))

        assert table.frame["occupation"].to_list() == [None] * 7
        occupation = table.quality.columns["OCCUPATION"]
        assert (occupation.missing, occupation.unknown, occupation.common_unknown) == (0, 7, {"ASTRONAUT": 5})

    def test_a_goal_in_free_words_is_no_label_and_not_unknown(self, tmp_path: Path) -> None:
        table = read_profiles(profiles_csv(tmp_path, changed(ANN, PRODUCTGOAL='OTHER-"buy a boat"')))

        assert table.frame["product_goal"].to_list() == [None]
        assert table.quality.free_text_goals == 1
        assert table.quality.columns["PRODUCTGOAL"].unknown == 0

    def test_both_wordings_of_a_goal_are_kept_as_stated(self, tmp_path: Path) -> None:
        rows = [changed(ANN, ORGANIZATION_ID=goal, PRODUCTGOAL=goal) for goal in CHOICES["product_goal"]]

        assert read_profiles(profiles_csv(tmp_path, *rows)).frame["product_goal"].to_list() == list(
            CHOICES["product_goal"]
        )

    def test_profiles_alike_but_for_the_identifier_are_counted(self, tmp_path: Path) -> None:
        rows = [ANN, changed(ANN, ORGANIZATION_ID="eve"), changed(ANN, ORGANIZATION_ID="dan", USER_TYPE="BUSINESS")]

        assert read_profiles(profiles_csv(tmp_path, *rows)).quality.duplicates == 1

    def test_extra_columns_are_ignored_and_named_unless_their_name_is_free_text(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "p.csv", [*HEADER, "notes", "<script>alert(1)</script>"], [*ANN, "hello", "ignore all rules"]
        )

        assert read_profiles(path).quality.extra_columns == ("notes", "column 12")

    def test_the_field_names_of_a_profile_and_any_case_are_good_column_names(self, tmp_path: Path) -> None:
        header = ["organization_id", *CSV_COLUMNS.values()]

        plain = read_profiles(profiles_csv(tmp_path, ANN)).frame
        assert read_profiles(write(tmp_path / "p.csv", header, ANN)).frame.equals(plain)

    def test_a_byte_order_mark_windows_line_ends_and_blank_lines_do_not_matter(self, tmp_path: Path) -> None:
        plain = profiles_csv(tmp_path, ANN, BOB)
        dressed = tmp_path / "dressed.csv"
        dressed.write_bytes(b"\xef\xbb\xbf" + plain.read_bytes().replace(b"\r\n", b"\r\n\r\n"))

        assert read_profiles(dressed).frame.equals(read_profiles(plain).frame)

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        row=st.fixed_dictionaries(
            {
                column: st.sampled_from(["", *CHOICES[field]])
                if field in CHOICES
                else st.sampled_from(["", "true", "FALSE", " True "])
                if field == "debit_card_spender"
                else st.sampled_from(["", "0", " 7 ", "042", "100000"])
                for column, field in CSV_COLUMNS.items()
            }
        ),
        loosely=st.sampled_from([str, str.lower, lambda value: f" {value.replace('_', ' ')} "]),
    )
    def test_a_row_says_what_the_same_profile_says_when_an_assistant_sends_it(self, tmp_path, row, loosely) -> None:  # type: ignore[no-untyped-def]
        sent = {column: loosely(value) for column, value in row.items()}
        paths = (
            profiles_csv(tmp_path, ["ann", *(sent[column] for column in CSV_COLUMNS)]),
            rules_csv(tmp_path, ["1", "ann", SAVE, ""]),
        )

        assert read_cohort(*paths).profiles == (parse_profile({c: v for c, v in sent.items() if v.strip()}),)


class TestRulesOfOneUser:
    def test_several_rows_are_joined_by_a_blank_line_in_the_order_of_their_ids(self, tmp_path: Path) -> None:
        table = read_rules(rules_csv(tmp_path, ["10", "ann", SPEND, ""], ["9", "ann", SAVE, ""]))

        assert table.frame["text"].to_list() == [f"{SAVE}\n\n{SPEND}"]

    def test_a_row_that_repeats_another_of_the_user_is_kept_once_and_counted(self, tmp_path: Path) -> None:
        table = read_rules(rules_csv(tmp_path, ["1", "ann", SAVE, ""], ["2", "ann", SAVE, ""], ["3", "bob", SAVE, ""]))

        assert dict(table.frame.select("user_id", "text").iter_rows()) == {"ann": SAVE, "bob": SAVE}
        assert (table.rows, table.repeated) == (3, 1)

    def test_the_line_ends_of_windows_within_a_text_do_not_matter(self, tmp_path: Path) -> None:
        table = read_rules(rules_csv(tmp_path, ["1", "ann", f"{SAVE}\r\n\r\n{SPEND}", ""]))

        assert table.frame["text"].to_list() == [f"{SAVE}\n\n{SPEND}"]

    def test_an_empty_text_is_no_rules(self, tmp_path: Path) -> None:
        cohort = read_cohort(
            profiles_csv(tmp_path, ANN, BOB), rules_csv(tmp_path, ["1", "ann", " \n", ""], ["2", "bob", SAVE, ""])
        )

        assert cohort.rule_texts == (None, SAVE)
        assert cohort.quality.rules.empty == 1

    def test_the_same_text_of_two_users_is_counted(self, tmp_path: Path) -> None:
        cohort = read_cohort(
            profiles_csv(tmp_path, ANN, BOB), rules_csv(tmp_path, ["1", "ann", SAVE, ""], ["2", "bob", SAVE, ""])
        )

        assert cohort.quality.rules.duplicates == 1

    def test_only_the_user_and_the_text_are_needed(self, tmp_path: Path) -> None:
        path = write(tmp_path / "r.csv", ["description", "organization_id"], [SPEND, "ann"], [SAVE, "ann"])

        assert read_rules(path).frame["text"].to_list() == [f"{SAVE}\n\n{SPEND}"]

    def test_a_text_that_is_no_rule_is_kept_and_counted(self, tmp_path: Path) -> None:
        cohort = read_cohort(profiles_csv(tmp_path, ANN), rules_csv(tmp_path, ["1", "ann", "Save more!", ""]))

        assert cohort.rule_texts == ("Save more!",)
        assert (cohort.quality.rules.rules, cohort.quality.rules.texts_with_unparsed) == (0, 1)

    def test_the_same_id_twice_is_refused_by_the_lines_an_editor_shows(self, tmp_path: Path) -> None:
        two_lines = f"{SAVE}\n\n{SPEND}"
        path = rules_csv(tmp_path, ["1", "ann", two_lines, ""], ["2", "bob", two_lines, ""], ["1", "eve", SAVE, ""])

        with pytest.raises(DataError) as caught:
            read_rules(path)
        assert str(caught.value) == f"{path}:8:id: Row 2 has the same value. Each needs its own: remove one."

    def test_rules_none_of_which_has_a_profile_are_of_other_users(self, tmp_path: Path) -> None:
        with pytest.raises(DataError) as caught:
            read_cohort(profiles_csv(tmp_path, ANN), rules_csv(tmp_path, ["1", "zoe", SAVE, ""]))
        assert caught.value.code == "nothing_in_common"


class TestFingerprint:
    def test_it_does_not_depend_on_the_order_of_rows_and_columns(self, tmp_path: Path) -> None:
        one = small_cohort(tmp_path)
        profiles = write(tmp_path / "p.csv", HEADER[::-1], BOB[::-1], ANN[::-1])
        rules = write(tmp_path / "r.csv", RULES_HEADER, ["2", "zoe", SPEND, ""], ["1", "ann", SAVE, ""])

        other = read_cohort(profiles, rules)
        assert (other.user_ids, other.fingerprint) == (("bob", "ann"), one.fingerprint)

    @pytest.mark.parametrize(
        "change", [{"ANNUALINCOME": "OVER_250K"}, {"ORGANIZATION_ID": "eve"}, {"ACTIVATED_PORTS": ""}]
    )
    def test_it_changes_with_every_fact(self, tmp_path: Path, change: dict[str, str]) -> None:
        one = small_cohort(tmp_path)
        rules = rules_csv(tmp_path, ["1", change.get("ORGANIZATION_ID", "ann"), SAVE, ""])

        assert read_cohort(profiles_csv(tmp_path, changed(ANN, **change), BOB), rules).fingerprint != one.fingerprint

    def test_it_changes_with_the_rules(self, tmp_path: Path) -> None:
        one = small_cohort(tmp_path)
        rules = rules_csv(tmp_path, ["1", "ann", SPEND, ""])

        assert read_cohort(profiles_csv(tmp_path, ANN, BOB), rules).fingerprint != one.fingerprint


class TestFramesInMemory:
    def test_frames_make_the_same_cohort_as_their_files(self, tmp_path: Path) -> None:
        from_files = small_cohort(tmp_path)
        rules = pl.DataFrame({"organization_id": ["ann", "zoe"], "description": [SAVE, SPEND], "id": [1, 2]})
        profiles = pl.read_csv(tmp_path / "profiles.csv")

        cohort = cohort_of(profiles, rules)
        assert (cohort.profiles, cohort.rule_texts) == (from_files.profiles, from_files.rule_texts)
        assert cohort.fingerprint == from_files.fingerprint

    def test_a_frame_is_refused_like_a_file(self) -> None:
        with pytest.raises(DataError) as caught:
            cohort_of(pl.DataFrame({"ORGANIZATION_ID": ["ann"]}), pl.DataFrame({"description": [""]}), "mine")
        assert (caught.value.code, caught.value.path) == ("missing_column", "mine.profiles:1:ANNUALINCOME")


class TestRefusals:
    def test_a_missing_column_is_named_with_the_nearest_one_present(self, tmp_path: Path) -> None:
        header = [column.replace("USER_TYPE", "USERTYPE") for column in HEADER]
        path = write(tmp_path / "p.csv", header, ANN)

        with pytest.raises(DataError) as caught:
            read_profiles(path)
        assert str(caught.value) == (
            f"{path}:1:USER_TYPE: This column is missing. The nearest one present is USERTYPE: rename it."
        )

    def test_several_missing_columns_are_named_together(self, tmp_path: Path) -> None:
        path = write(tmp_path / "p.csv", HEADER[:-2], ANN[:-2])

        with pytest.raises(DataError) as caught:
            read_profiles(path)
        assert caught.value.message == (
            "This column is missing. So is AGE_GROUP. Add it to the header; values may be empty where they are unknown."
        )

    def test_a_column_given_twice_is_refused(self, tmp_path: Path) -> None:
        assert refusal(write(tmp_path / "p.csv", [*HEADER, "user_type"], [*ANN, "BUSINESS"])) == (
            "duplicate_column",
            "p.csv:1:USER_TYPE",
        )

    @pytest.mark.parametrize(
        ("column", "value", "code"),
        [
            ("ACTIVATED_PORTS", "three", "wrong_type"),
            ("ACTIVATED_PORTS", "2.5", "wrong_type"),
            ("ACTIVATED_PORTS", "٣", "wrong_type"),
            ("ACTIVATED_PORTS", "nan", "wrong_type"),
            ("ACCOUNTS_CONNECTED", "-1", "negative"),
            ("ACCOUNTS_CONNECTED", "100001", "too_large"),
            ("ACCOUNTS_CONNECTED", "9" * 400, "too_large"),
            ("DEBIT_CARD_SPENDER", "maybe", "wrong_type"),
            ("ORGANIZATION_ID", " ", "empty_id"),
            ("ORGANIZATION_ID", "ann", "duplicate_user"),
        ],
    )
    def test_a_wrong_value_is_refused_by_row_and_column_and_is_not_repeated(
        self, tmp_path: Path, column: str, value: str, code: str
    ) -> None:
        path = profiles_csv(tmp_path, ANN, changed(BOB, **{column: value}))

        assert refusal(path) == (code, f"profiles.csv:3:{column}")
        with pytest.raises(DataError) as caught:
            read_profiles(path)
        assert value not in caught.value.message.split()

    def test_a_count_with_nothing_behind_its_decimal_point_is_whole(self, tmp_path: Path) -> None:
        assert read_profiles(profiles_csv(tmp_path, changed(ANN, ACTIVATED_PORTS="3.0"))).frame[
            "activated_ports"
        ].to_list() == [3]

    @pytest.mark.parametrize("separator", [";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-marked", "utf-16-be-marked"])
    def test_spreadsheets_of_other_countries_are_read_as_the_plain_file_is(
        self, tmp_path: Path, separator: str, encoding: str
    ) -> None:
        plain = small_cohort(tmp_path)
        for name, header, rows in (
            ("profiles.csv", HEADER, (ANN, BOB)),
            ("rules.csv", RULES_HEADER, (["1", "ann", SAVE, "2026"], ["2", "zoe", SPEND, "2026"])),
        ):
            lines = [separator.join(row) for row in (header, *rows)]
            text = "\r\n".join(lines) + "\r\n"
            codec = encoding.removesuffix("-marked")
            mark = "\ufeff" if encoding.endswith("-marked") else ""
            (tmp_path / name).write_bytes((mark + text).encode(codec))
        read = read_cohort(tmp_path / "profiles.csv", tmp_path / "rules.csv")
        assert (read.user_ids, read.profiles, read.rule_texts) == (plain.user_ids, plain.profiles, plain.rule_texts)

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("Yes", True),
            ("y", True),
            ("1", True),
            ("TRUE", True),
            ("No", False),
            ("n", False),
            ("0", False),
            ("", None),
        ],
    )
    def test_a_truth_value_may_be_written_as_spreadsheets_do(
        self, tmp_path: Path, written: str, read: bool | None
    ) -> None:
        table = read_profiles(profiles_csv(tmp_path, changed(ANN, DEBIT_CARD_SPENDER=written)))
        assert table.frame["debit_card_spender"].to_list() == [read]

    def test_all_cells_that_are_wrong_are_told_at_once(self, tmp_path: Path) -> None:
        rows = [
            ANN,
            changed(BOB, ACTIVATED_PORTS="three"),
            changed(BOB, ORGANIZATION_ID="", ACCOUNTS_CONNECTED="-2"),
            changed(BOB, ORGANIZATION_ID="eve", ACTIVATED_PORTS="x", DEBIT_CARD_SPENDER="maybe"),
        ]
        with pytest.raises(DataError) as caught:
            read_profiles(profiles_csv(tmp_path, *rows))
        told = str(caught.value)
        assert caught.value.path.endswith("profiles.csv:4:ORGANIZATION_ID")
        for part in (
            "This is empty.",
            "ACTIVATED_PORTS of row 3: Write a whole number",
            "So in 1 more row: 5.",
            "ACCOUNTS_CONNECTED of row 4: A count is never negative.",
            "DEBIT_CARD_SPENDER of row 5: Write true or false",
        ):
            assert part in told
        assert told.count("ACTIVATED_PORTS") == 1 and "\n" not in told
        assert [value for value in ("three", "maybe") if value in told] == []

    def test_of_very_many_wrong_rows_the_first_are_listed(self, tmp_path: Path) -> None:
        rows = [changed(BOB, ORGANIZATION_ID=f"u{n}", ACTIVATED_PORTS="x") for n in range(1_500)]
        with pytest.raises(DataError) as caught:
            read_profiles(profiles_csv(tmp_path, *rows))
        assert "So in 1,499 more rows: 3, 4, " in str(caught.value) and "22 and 1,479 others." in str(caught.value)

    def test_a_fault_in_many_rows_is_told_once_with_their_number(self, tmp_path: Path) -> None:
        rows = [changed(BOB, ORGANIZATION_ID=f"u{n}", ACTIVATED_PORTS="x" if n else "1") for n in range(4)]
        path = profiles_csv(tmp_path, *rows)

        with pytest.raises(DataError) as caught:
            read_profiles(path)
        assert str(caught.value) == (
            f"{path}:3:ACTIVATED_PORTS: Write a whole number in digits (3), or nothing if unknown. "
            "So in 2 more rows: 4, 5."
        )

    def test_rows_of_too_few_or_too_many_fields_are_refused(self, tmp_path: Path) -> None:
        for row in (BOB[:-1], [*BOB, ""]):
            assert refusal(profiles_csv(tmp_path, ANN, row, ANN)) == ("ragged_row", "profiles.csv:3")

    @pytest.mark.parametrize(
        ("content", "code", "place"),
        [
            (b"", "empty_file", "p.csv"),
            (b"\xef\xbb\xbf\r\n\r\n", "empty_file", "p.csv"),
            (",".join(HEADER).encode(), "no_rows", "p.csv"),
            (",".join(HEADER).encode() + b"\n" + ",".join(ANN).encode() + b"\n\xe9t\xe9", "not_utf8", "p.csv:3"),
            (",".join(HEADER).encode() + b"\na\0nn", "nul_byte", "p.csv:2"),
            ("ann,bob".encode("utf-16"), "missing_column", "p.csv:1:ORGANIZATION_ID"),
            ("ann,bob".encode("utf-16")[:-1], "not_utf8", "p.csv"),
            ('{"a": 1}'.encode("utf-16"), "not_csv", "p.csv"),
            (b"PK\x03\x04 workbook", "not_csv", "p.csv"),
            (b'{"user_type": "BUSINESS"}', "not_csv", "p.csv"),
            (b'a,b\n1,2\n"never closed,2\n3,4\n', "not_csv", "p.csv:3"),
            (b'a,b\n1,2\n"half"closed,2\n', "not_csv", "p.csv:3"),
            (b"a,b\n1," + b"x" * 200_000, "not_csv", "p.csv:2"),
            (b"no separator anywhere " * 10_000, "not_csv", "p.csv:1"),
            (b"just words", "missing_column", "p.csv:1:ORGANIZATION_ID"),
        ],
        ids=lambda value: value if isinstance(value, str) and "." not in value else "",
    )
    def test_what_is_no_csv_of_profiles_is_refused(self, tmp_path: Path, content: bytes, code: str, place: str) -> None:
        path = tmp_path / "p.csv"
        path.write_bytes(content)

        assert refusal(path) == (code, place)

    @pytest.mark.parametrize("content", [b"a,b\n1," + b"x" * 200_000, b"no separator anywhere " * 10_000])
    def test_of_a_text_without_quotes_none_is_said_to_open(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "p.csv"
        path.write_bytes(content)
        with pytest.raises(DataError, match="longer than 131,072 characters"):
            read_profiles(path)

    def test_the_byte_that_is_not_utf8_is_counted_from_the_start_of_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "p.csv"
        for mark in (b"", b"\xef\xbb\xbf"):
            path.write_bytes(mark + b"ab\ncd\xe9")
            with pytest.raises(DataError) as caught:
                read_profiles(path)
            assert caught.value.message == (f"The text is not UTF-8 (byte {5 + len(mark)}). Save it as CSV (UTF-8).")

    def test_a_missing_file_and_a_folder_are_told_apart(self, tmp_path: Path) -> None:
        assert refusal(tmp_path / "nowhere.csv") == ("missing_file", "nowhere.csv")
        (tmp_path / "folder").mkdir()
        assert refusal(tmp_path / "folder") == ("not_a_file", "folder")

    def test_a_text_longer_than_anyones_rules_is_refused_by_its_row(self, tmp_path: Path) -> None:
        rows = [[str(n), "bob", f"{n:02d}" * 50_000, ""] for n in range(1, 60)]
        rules = rules_csv(tmp_path, ["0", "ann", SAVE, ""], *rows)

        with pytest.raises(DataError) as caught:
            read_cohort(profiles_csv(tmp_path, ANN, BOB), rules)
        assert (caught.value.code, caught.value.path) == ("rules_text_too_long", f"{rules}:3:description")
        assert gc.isenabled()

    @settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(content=st.binary(max_size=300) | st.text(alphabet=',"\n\rab;-1', max_size=60).map(str.encode))
    def test_any_bytes_are_read_or_refused_and_never_crash(self, tmp_path, content: bytes) -> None:  # type: ignore[no-untyped-def]
        path = tmp_path / "p.csv"
        for header in (b"", f"{','.join(HEADER)}\n".encode(), b"id,organization_id,description\n"):
            path.write_bytes(header + content)
            for read in (read_profiles, read_rules):
                with contextlib.suppress(DataError):
                    read(path)
