"""seqmatch: who does this person resemble, what are they after, which automations should they set up?"""

import os

# A waiting OpenMP thread must sleep: on a busy two-core machine spinning makes LightGBM 30 times slower.
# Threads inside a product of small matrices cost more than the product: there, checking rules became 10 times slower.
# Both only work before the first import of numpy, scikit-learn or LightGBM.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
