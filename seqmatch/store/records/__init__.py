"""Recommendations that were made, the audit of who saw and answered them, model performance, retention."""
