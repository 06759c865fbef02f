"""Weekly states of a person's money: what was known at the end of each week, over many people at once."""

from seqmatch.features.weeks.build import weekly_states
from seqmatch.features.weeks.catalog import NAMES, WEEK_FEATURES, WeekFeature

__all__ = ["NAMES", "WEEK_FEATURES", "WeekFeature", "weekly_states"]
