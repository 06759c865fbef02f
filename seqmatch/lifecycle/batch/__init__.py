"""Scores files of any size, a part at a time, on this machine or on a Dask cluster."""
