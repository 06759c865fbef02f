"""seqmatch: who does this person resemble, what are they after, which automations should they set up?"""

import os

# A waiting OpenMP thread must sleep: on a busy two-core machine spinning makes LightGBM 30 times slower.
# It only works before the first import of numpy, scikit-learn or LightGBM.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

__version__ = "0.1.0"
